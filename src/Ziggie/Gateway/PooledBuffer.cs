using System.Buffers;

namespace Ziggie.Gateway;

/// <summary>A growing buffer on a pooled array. Not thread-safe.</summary>
internal sealed class PooledBuffer : IBufferWriter<byte>, IDisposable
{
    private const int First = 4096;

    private byte[] _bytes;

    private PooledBuffer(int size) => _bytes = size == 0 ? [] : ArrayPool<byte>.Shared.Rent(size);

    public int WrittenCount { get; private set; }

    public ReadOnlySpan<byte> WrittenSpan => _bytes.AsSpan(0, WrittenCount);

    public ReadOnlyMemory<byte> WrittenMemory => _bytes.AsMemory(0, WrittenCount);

    public static PooledBuffer Rent(int size = First) => new(size);

    /// <summary>One that takes no memory until something is written.</summary>
    public static PooledBuffer Lazy() => new(0);

    public void Clear() => WrittenCount = 0;

    /// <summary>Forgets the contents and gives the memory back until something is written again.</summary>
    public void Release()
    {
        WrittenCount = 0;
        if (_bytes.Length > 0) ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
    }

    /// <summary>Drops bytes from the beginning.</summary>
    public void Consume(int count)
    {
        WrittenCount -= count;
        if (WrittenCount > 0) _bytes.AsSpan(count, WrittenCount).CopyTo(_bytes);
    }

    public void Advance(int count) => WrittenCount += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Ensure(sizeHint);
        return _bytes.AsMemory(WrittenCount);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Ensure(sizeHint);
        return _bytes.AsSpan(WrittenCount);
    }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        Ensure(bytes.Length);
        bytes.CopyTo(_bytes.AsSpan(WrittenCount));
        WrittenCount += bytes.Length;
    }

    public void Dispose() => Release();

    private void Ensure(int more)
    {
        more = Math.Max(more, 1);
        if (_bytes.Length - WrittenCount >= more) return;
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(First, Math.Max(_bytes.Length * 2, WrittenCount + more)));
        WrittenSpan.CopyTo(larger);
        if (_bytes.Length > 0) ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}
