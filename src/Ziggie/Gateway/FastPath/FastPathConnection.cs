using System.Buffers;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Tasks.Sources;
using Ziggie.Identity;
using Ziggie.Identity.Door;
using Ziggie.Transport;
using Ziggie.Wire;

namespace Ziggie.Gateway.FastPath;

/// <summary>
/// One client's connection as long as it carries plain model requests, one after the other; everything else is handed over to the web server.
/// Between requests and while one runs it waits for the next bytes, so that a caller who leaves is noticed at once.
/// </summary>
internal sealed class FastPathConnection : IReadable, IValueTaskSource<int>, IDisposable
{
    private const int FirstBuffer = 4096;
    private const int FirstBody = 16 << 10;
    private const int BytesPerSecond = 240;

    /// <summary>Reading a larger body takes so long that the other connections of the loop would wait.</summary>
    private const int MostOnLoop = 128 << 10;

    private static readonly byte[] s_tooLate = "HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray();
    private static readonly TimeSpan s_idle = TimeSpan.FromSeconds(130);
    private static readonly TimeSpan s_head = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(5);

    private readonly ReadySocket _socket;
    private readonly FastPathListener _listener;
    private readonly FastPathServices _services;
    private readonly string? _address;
    private ManualResetValueTaskSourceCore<int> _received;
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(FirstBuffer);
    private Memory<byte> _into;
    private int _start, _end;
    private bool _pending, _aborted, _late, _sending;
    private volatile Exchange? _exchange;
    private long _deadline = long.MaxValue;
    private LastSent _last;
    private byte[] _agent = [];
    private string? _client;

    private Door? _door;
    private Caller? _caller;
    private int _headLength;
    private long _bodyLength;
    private byte[] _forwarded = [];

    public FastPathConnection(ReadySocket socket, IPAddress? from, FastPathListener listener, FastPathServices services)
    {
        (_socket, _listener, _services) = (socket, listener, services);
        _address = from?.ToString();
    }

    /// <summary>This request is the connection's last: the server stops, or the caller was too slow.</summary>
    public bool Closing => _late || _listener.Closing;

    public async Task RunAsync()
    {
        var handedOver = false;
        try
        {
            while (!handedOver)
            {
                switch (Look())
                {
                    case Reading.Incomplete when Closing && _start == _end:
                    case Reading.Incomplete when !await ReceiveAsync():
                    case Reading.Plain when !await ServeAsync():
                        return;
                    case Reading.Other:
                        handedOver = true;
                        break;
                }
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // The client is gone.
        }
        catch (Exception e)
        {
            FastPathLog.Bug(_services.Log, e);
        }
        finally
        {
            await EndAsync(handedOver);
        }
    }

    /// <summary>From now on a caller that leaves ends the exchange, until the result is disposed.</summary>
    public IDisposable Watch(Exchange exchange)
    {
        _exchange = exchange;
        // Bytes of a further request are here already: whether the caller is still there shows when they were answered.
        if (!_pending && _start == _end) StartReceive();
        return this;
    }

    /// <summary>The exchange is over.</summary>
    public void Dispose() => _exchange = null;

    /// <summary>Throws <see cref="OperationCanceledException"/> when the caller is gone.</summary>
    public async ValueTask SendAsync(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            while (!bytes.IsEmpty)
            {
                var sending = _socket.SendAsync(bytes);
                if (!sending.IsCompleted)
                {
                    _sending = true;
                    _deadline = Environment.TickCount64 + AtLeast(bytes.Length);
                }
                bytes = bytes[await sending..];
            }
            _deadline = long.MaxValue;
            _sending = false;
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            Abort();
            throw new OperationCanceledException("The caller left.", e);
        }
    }

    /// <summary>Closes at once, from any thread, any number of times.</summary>
    public void Abort()
    {
        _aborted = true;
        _socket.Dispose();
    }

    /// <summary>Ends a connection that takes too long to send or to read.</summary>
    public void EndIfLate(long now)
    {
        if (now <= Volatile.Read(ref _deadline)) return;
        _late = true;
        // Who is waited for can still be told so; who does not read cannot.
        if (_sending) Abort();
        else _socket.Shutdown(SocketShutdown.Receive);
    }

    /// <summary>Ends a connection on which no request runs.</summary>
    public void EndIfIdle()
    {
        if (_exchange is null && Volatile.Read(ref _deadline) != long.MaxValue) _socket.Shutdown(SocketShutdown.Both);
    }

    int IValueTaskSource<int>.GetResult(short token) => _received.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<int>.GetStatus(short token) => _received.GetStatus(token);

    void IValueTaskSource<int>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _received.OnCompleted(continuation, state, token, flags);

    private static long AtLeast(long bytes) => (long)s_grace.TotalMilliseconds + (bytes * 1000 / BytesPerSecond);

    private Reading Look()
    {
        var reading = PlainRequest.Read(_buffer.AsSpan(_start, _end - _start), out var request);
        if (reading != Reading.Plain) return reading;
        if (request.ContentLength > _services.Settings.Current.Limits.BodyBytes) return Reading.Other;
        _caller = _services.Keys.Admit(request.Host, request.Key, Permissions.Models, ref _last);
        if (_caller is null) return Reading.Other;
        _door = request.Door;
        (_headLength, _bodyLength) = (request.HeadLength, request.ContentLength);
        _forwarded = ForwardedHeaders.Of(request.Door, Text(request.TraceParent), Text(request.AnthropicBeta));
        if (!request.UserAgent.SequenceEqual(_agent))
        {
            _agent = request.UserAgent.ToArray();
            _client = ClientName.Of(Encoding.ASCII.GetString(_agent));
        }
        return Reading.Plain;
    }

    private static string? Text(ReadOnlySpan<byte> value) => value.IsEmpty ? null : Encoding.ASCII.GetString(value);

    private async ValueTask EndAsync(bool handOver)
    {
        _deadline = long.MaxValue;
        var left = handOver ? _buffer.AsSpan(_start, _end - _start).ToArray() : [];
        // Closing under a receive would reset the connection and take with it what was sent last; and the buffer is the receive's until it has ended.
        if (!handOver) _socket.Shutdown(SocketShutdown.Both);
        if (_pending) await new ValueTask<int>(this, _received.Version);
        if (!handOver) _socket.Dispose();
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        if (handOver) _listener.HandOver(this, _socket.Release(), left);
        else _listener.Ended(this);
    }

    /// <summary>False where the connection is over.</summary>
    private async ValueTask<bool> ServeAsync()
    {
        var startedAt = _services.Time.GetTimestamp();
        // What a caller announces is not believed before it is sent.
        using var body = PooledBuffer.Rent((int)Math.Min(_bodyLength, FirstBody));
        var here = (int)Math.Min(_bodyLength, _end - _start - _headLength);
        body.Write(_buffer.AsSpan(_start + _headLength, here));
        _start += _headLength + here;
        if (_start == _end) _start = _end = 0;
        using var reply = new FastPathReply(this, _services.Limiter, _services.Time);
        if (here < _bodyLength && !await ReceiveBodyAsync(body))
        {
            if (_late) await reply.FailAsync(null, _door!.ErrorShape, new WireError(ErrorKind.BadRequest, $"The body came too slowly: at least {BytesPerSecond} bytes a second are expected.", "body_too_slow"));
            return false;
        }
        _deadline = long.MaxValue;
        if (_bodyLength > MostOnLoop) await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        await _services.Handler.RunAsync(_door!, _caller!, body.WrittenMemory, new RequestFacts(_client, _address, _forwarded), reply, startedAt);
        return !_aborted && !Closing;
    }

    private async ValueTask<bool> ReceiveBodyAsync(PooledBuffer body)
    {
        var began = Environment.TickCount64;
        while (body.WrittenCount < _bodyLength)
        {
            _deadline = began + AtLeast(body.WrittenCount);
            var room = body.GetMemory(1);
            var read = await ReceiveAsync(room[..(int)Math.Min(room.Length, _bodyLength - body.WrittenCount)]);
            if (read == 0) return false;
            body.Advance(read);
        }
        return true;
    }

    /// <summary>More bytes into the buffer; false at the connection's end.</summary>
    private async ValueTask<bool> ReceiveAsync()
    {
        _deadline = Environment.TickCount64 + (long)(_start == _end ? s_idle : s_head).TotalMilliseconds;
        // Looked at after the deadline is set: who stops the listener looks at them the other way round.
        if (Closing && _start == _end) return false;
        if (!_pending) StartReceive();
        var read = await new ValueTask<int>(this, _received.Version);
        _pending = false;
        if (read <= 0)
        {
            if (_late && _end > _start) await SendAsync(s_tooLate);
            return false;
        }
        _end += read;
        return true;
    }

    private ValueTask<int> ReceiveAsync(Memory<byte> into)
    {
        StartReceive(into);
        _pending = false;
        return new(this, _received.Version);
    }

    private void StartReceive()
    {
        if (_end == _buffer.Length) MakeRoom();
        StartReceive(_buffer.AsMemory(_end));
    }

    private void StartReceive(Memory<byte> into)
    {
        _pending = true;
        _into = into;
        _received.Reset();
        Receive();
    }

    void IReadable.Readable() => Receive();

    private void Receive()
    {
        int read;
        try
        {
            read = _socket.TryReceive(_into.Span);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            read = 0;
        }
        if (read == ReadySocket.Nothing)
        {
            _socket.WhenReadable(this);
            return;
        }
        if (read == 0) _exchange?.Abort(AbortReason.CallerLeft);
        _received.SetResult(read);
    }

    private void MakeRoom()
    {
        var length = _end - _start;
        var target = _start > 0 ? _buffer : ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
        _buffer.AsSpan(_start, length).CopyTo(target);
        if (!ReferenceEquals(target, _buffer)) ArrayPool<byte>.Shared.Return(_buffer);
        (_buffer, _start, _end) = (target, 0, length);
    }
}
