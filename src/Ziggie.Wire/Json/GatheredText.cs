using System.Buffers;

namespace Ziggie.Wire.Json;

/// <summary>Text of a reply that is gathered before it is written, bounded.</summary>
internal sealed class GatheredText
{
    /// <summary>More than any model writes in one reply, embeddings of a whole batch included.</summary>
    public const int Most = 256 * 1024 * 1024;

    private readonly ArrayBufferWriter<byte> _bytes = new();

    public bool IsEmpty => _bytes.WrittenCount == 0;

    public ReadOnlySpan<byte> Span => _bytes.WrittenSpan;

    public ReadOnlyMemory<byte> Memory => _bytes.WrittenMemory;

    /// <summary>For a writer that fills it; call <see cref="Check"/> now and then.</summary>
    public IBufferWriter<byte> Buffer => _bytes;

    public void Add(ReadOnlySpan<byte> utf8)
    {
        _bytes.Write(utf8);
        Check();
    }

    public void Check()
    {
        if (_bytes.WrittenCount > Most)
            throw new WireException(new WireError(ErrorKind.Backend, "The backend's reply is too large to be gathered; ask for it as a stream.", "reply_too_large"));
    }
}
