using System.Buffers;
using System.Buffers.Text;
using Ziggie.Transport;

namespace Ziggie.Backends.Upstream;

/// <summary>
/// One HTTP/1.1 connection to a backend, one request at a time. Between requests it holds no buffer. Not thread-safe but for
/// <see cref="Abort"/>.
/// </summary>
internal sealed class UpstreamConnection(UpstreamTransport transport)
{
    private const int FirstBuffer = 4096;
    private const int MaxHead = 64 << 10;
    private const int MaxBuffer = 64 << 10;

    private byte[]? _buffer;
    private int _start, _end;
    private BodyKind _kind;
    private long _left;
    private bool _chunkOpen;
    private bool _aborted;
    private bool _answered;

    /// <summary>Requests it has carried to their end.</summary>
    public int Uses { get; private set; }

    /// <summary>The reply was read to its end and the backend keeps the connection open.</summary>
    public bool Reusable { get; private set; }

    /// <summary>When it was last given back, in milliseconds of the machine's clock.</summary>
    public long IdleSince { get; set; }

    public bool Aborted => Volatile.Read(ref _aborted);

    /// <summary>The backend is known to have closed it: no request can go over it.</summary>
    public bool Ended => transport.Ended;

    /// <summary>The loop that serves it, or <see cref="ReadySocket.Nothing"/>.</summary>
    public int Loop => transport.Loop;

    /// <summary>Who waits for it goes on within its loop, where nothing may block; else on the thread pool. Until it is given back.</summary>
    public bool StaysOnLoop
    {
        get => transport.StaysOnLoop;
        set => transport.StaysOnLoop = value;
    }

    /// <summary>Closes at once; a pending call fails. From any thread.</summary>
    public void Abort()
    {
        Volatile.Write(ref _aborted, true);
        transport.Abort();
    }

    public async ValueTask SendAsync(ReadOnlyMemory<byte> bytes)
    {
        Reusable = false;
        _answered = false;
        try
        {
            await transport.SendAsync(bytes);
        }
        catch (Exception e) when (e is not UpstreamException)
        {
            throw Dropped("while the request was sent", e);
        }
    }

    /// <summary>Reads the reply's head; 1xx ones are passed over.</summary>
    public async ValueTask<ResponseHead> ReadHeadAsync()
    {
        while (true)
        {
            if (_end > _start && ResponseHeadParser.TryParse(_buffer.AsSpan(_start, _end - _start), out var head, out var consumed))
            {
                _start += consumed;
                if (head.Status is >= 100 and < 200) continue;
                _kind = head.Body;
                _left = head.Body == BodyKind.Length ? head.Length : 0;
                _chunkOpen = false;
                Reusable = false;
                if (_kind == BodyKind.None || (_kind == BodyKind.Length && _left == 0)) End(head.KeepAlive);
                _keepAlive = head.KeepAlive;
                return head;
            }
            if (_end - _start > MaxHead) throw new UpstreamException(UpstreamFailure.Garbage, "the head of its answer is larger than 64 KiB");
            if (await FillAsync() == 0) throw Dropped("before it answered", null);
        }
    }

    private bool _keepAlive;

    /// <summary>The next piece of the body, decoded; empty at its end. Valid until the next call.</summary>
    public async ValueTask<ReadOnlyMemory<byte>> ReadAsync()
    {
        while (true)
        {
            if (_kind == BodyKind.None) return default;
            if (TryTake(out var piece)) return piece;
            if (_kind == BodyKind.None) return default;
            if (await FillAsync() > 0) continue;
            if (_kind != BodyKind.UntilClose) throw Dropped("in the middle of its answer", null);
            End(keepAlive: false);
            return default;
        }
    }

    /// <summary>Gives the buffer back; the connection waits for its next request.</summary>
    public void Rest()
    {
        Uses++;
        StaysOnLoop = false;
        Release();
    }

    public void Release()
    {
        var buffer = _buffer;
        _buffer = null;
        _start = _end = 0;
        if (buffer is not null) ArrayPool<byte>.Shared.Return(buffer);
    }

    private bool TryTake(out ReadOnlyMemory<byte> piece)
    {
        piece = default;
        switch (_kind)
        {
            case BodyKind.UntilClose:
                return Take(_end - _start, out piece);
            case BodyKind.Length:
                var take = (int)Math.Min(_left, _end - _start);
                if (!Take(take, out piece)) return false;
                _left -= take;
                if (_left == 0) End(_keepAlive);
                return true;
            default:
                return TryTakeChunk(out piece);
        }
    }

    private bool TryTakeChunk(out ReadOnlyMemory<byte> piece)
    {
        piece = default;
        while (true)
        {
            var bytes = _buffer.AsSpan(_start, _end - _start);
            if (_left > 0)
            {
                var take = (int)Math.Min(_left, bytes.Length);
                if (!Take(take, out piece)) return false;
                _left -= take;
                // The chunk's own line end is usually here already: swallowing it now saves a turn of the loop later.
                return true;
            }
            if (_chunkOpen)
            {
                if (bytes.Length < 2) return false;
                if (bytes[0] != '\r' || bytes[1] != '\n') throw new UpstreamException(UpstreamFailure.Garbage, "a chunk of its answer has a wrong length");
                _start += 2;
                _chunkOpen = false;
                continue;
            }
            var lineEnd = bytes.IndexOf("\r\n"u8);
            if (lineEnd < 0)
            {
                if (bytes.Length > 256) throw new UpstreamException(UpstreamFailure.Garbage, "a chunk of its answer has no length");
                return false;
            }
            if (!Utf8Parser.TryParse(bytes[..lineEnd], out long size, out var digits, 'x') || size < 0 || (digits < lineEnd && bytes[digits] is not ((byte)';' or (byte)' ')))
            {
                throw new UpstreamException(UpstreamFailure.Garbage, "a chunk of its answer has no length");
            }
            if (size == 0)
            {
                if (!TrySkipTrailers(bytes, lineEnd)) return false;
                End(_keepAlive);
                return false;
            }
            _start += lineEnd + 2;
            _left = size;
            _chunkOpen = true;
        }
    }

    private bool TrySkipTrailers(ReadOnlySpan<byte> bytes, int lineEnd)
    {
        var rest = bytes[lineEnd..];
        var end = rest.IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            if (rest.Length > MaxHead) throw new UpstreamException(UpstreamFailure.Garbage, "the trailers of its answer are larger than 64 KiB");
            return false;
        }
        _start += lineEnd + end + 4;
        return true;
    }

    private bool Take(int count, out ReadOnlyMemory<byte> piece)
    {
        piece = _buffer.AsMemory(_start, count);
        _start += count;
        return count > 0;
    }

    private void End(bool keepAlive)
    {
        _kind = BodyKind.None;
        // Bytes behind the end would be taken for the next reply.
        Reusable = keepAlive && _start == _end && !Aborted;
    }

    private async ValueTask<int> FillAsync()
    {
        if (_buffer is null)
        {
            _buffer = ArrayPool<byte>.Shared.Rent(FirstBuffer);
            _start = _end = 0;
        }
        else if (_start == _end)
        {
            // A read that filled the whole buffer says that there is more than it holds.
            if (_end == _buffer.Length && _buffer.Length < MaxBuffer) Grow(_buffer.Length * 4);
            _start = _end = 0;
        }
        else if (_end == _buffer.Length)
        {
            if (_start > 0)
            {
                _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
                _end -= _start;
                _start = 0;
            }
            else
            {
                Grow(_buffer.Length * 2);
            }
        }
        int read;
        try
        {
            read = await transport.ReceiveAsync(_buffer.AsMemory(_end));
        }
        catch (Exception e)
        {
            throw Dropped(_answered ? "in the middle of its answer" : "before it answered", e);
        }
        if (read > 0) _answered = true;
        _end += read;
        return read;
    }

    private void Grow(int size)
    {
        var larger = ArrayPool<byte>.Shared.Rent(size);
        _buffer.AsSpan(_start, _end - _start).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer!);
        _buffer = larger;
        _end -= _start;
        _start = 0;
    }

    private UpstreamException Dropped(string when, Exception? inner) =>
        new(UpstreamFailure.Dropped, $"it closed the connection {when}", inner) { Stale = Uses > 0 && !_answered && !Aborted };
}
