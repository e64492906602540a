using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Ziggie.Engine.Gguf;

/// <summary>Reads a file front to back through one small buffer, never past its end, and keeps count of what is kept of it.</summary>
internal sealed class GgufCursor : IDisposable
{
    private const int BufferBytes = 64 * 1024;

    private readonly Stream _stream;
    private readonly CancellationToken _cancel;
    private readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
    private int _next;
    private int _filled;
    private long _kept;

    public GgufCursor(Stream stream, string name, CancellationToken cancel)
    {
        _stream = stream;
        _cancel = cancel;
        Name = name;
        Length = stream.Length;
    }

    /// <summary>What messages call the file.</summary>
    public string Name { get; }

    public long Length { get; }

    public long Position { get; private set; }

    public long Remaining => Length - Position;

    public uint UInt32(string what) => BinaryPrimitives.ReadUInt32LittleEndian(Take(4, what));

    public ulong UInt64(string what) => BinaryPrimitives.ReadUInt64LittleEndian(Take(8, what));

    /// <summary>A few bytes, good until the next call.</summary>
    public ReadOnlySpan<byte> Take(int count, string what)
    {
        var bytes = Peek(count, what);
        _next += count;
        Position += count;
        return bytes;
    }

    /// <summary>The next few bytes, which stay the next.</summary>
    public ReadOnlySpan<byte> Peek(int count, string what)
    {
        Need(count, what);
        if (_filled - _next < count) Fill(count, what);
        return _buffer.AsSpan(_next, count);
    }

    public void Skip(long count, string what)
    {
        Need(count, what);
        var buffered = (int)Math.Min(count, _filled - _next);
        _next += buffered;
        Position += count;
        if (count == buffered) return;
        _cancel.ThrowIfCancellationRequested();
        _stream.Seek(count - buffered, SeekOrigin.Current);
    }

    /// <summary>A text of which the length is known; bytes that are no UTF-8 become the replacement character.</summary>
    public string Text(int bytes, string what)
    {
        Need(bytes, what);
        Keep(2L * bytes);
        if (bytes <= _buffer.Length) return Encoding.UTF8.GetString(Take(bytes, what));
        var whole = ArrayPool<byte>.Shared.Rent(bytes);
        try
        {
            for (var done = 0; done < bytes;)
            {
                var piece = Math.Min(_buffer.Length, bytes - done);
                Take(piece, what).CopyTo(whole.AsSpan(done));
                done += piece;
            }
            return Encoding.UTF8.GetString(whole, 0, bytes);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(whole);
        }
    }

    /// <summary>Counts memory that what was read goes on taking.</summary>
    public void Keep(long bytes)
    {
        _kept += bytes;
        if (_kept > GgufLimits.KeptBytes)
            throw Fail(GgufFault.TooLarge, $"describes itself in more than {GgufLimits.KeptBytes >> 20} MB of names and texts, far more than any model", "Get the file from another source.");
    }

    /// <summary>Refuses what cannot fit into the rest of the file before anything is made for it.</summary>
    public void Need(long count, string what)
    {
        if (count > Remaining) throw CutShort(what, count - Remaining);
        if (Position + count > GgufLimits.HeadBytes && count > 0)
            throw Fail(GgufFault.TooLarge, $"has more than {GgufLimits.HeadBytes >> 20} MB before its weights, far more than any model", "Get the file from another source.");
    }

    public GgufException CutShort(string what, long missing) => Fail(
        GgufFault.Truncated, $"ends within {what}: at least {missing} bytes are missing, so it was not downloaded or copied whole", "Download it again.");

    /// <summary>The error at this place; of a key or tensor where one is named.</summary>
    public GgufException Fail(GgufFault fault, string what, string mend, string? key = null, long? at = null)
    {
        var offset = at ?? Position;
        return new GgufException(fault, $"{Name} {what} (byte {offset}). {mend}", offset, key);
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);

    private void Fill(int count, string what)
    {
        _cancel.ThrowIfCancellationRequested();
        _buffer.AsSpan(_next, _filled - _next).CopyTo(_buffer);
        _filled -= _next;
        _next = 0;
        var read = _stream.ReadAtLeast(_buffer.AsSpan(_filled), count - _filled, throwOnEndOfStream: false);
        _filled += read;
        // Somebody made it shorter meanwhile.
        if (_filled < count) throw CutShort(what, count - _filled);
    }
}
