using System.Net.WebSockets;

namespace Ziggie.Http;

/// <summary>A WebSocket that carries one JSON text per message: bounded reads, writes one at a time with a timeout, and a close that says why.</summary>
internal sealed class JsonSocket(WebSocket socket, int maxMessageBytes, TimeSpan sendTimeout, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan CloseWait = TimeSpan.FromSeconds(2);
    private readonly SemaphoreSlim _sending = new(1, 1);
    private byte[] _buffer = new byte[1024];

    /// <summary>
    /// Handles messages until the peer leaves or <paramref name="ended"/> says why not to go on. Cancelling a read would abort the connection
    /// without a word, so the end is told by a close frame first and the read given a moment to see the peer's answer.
    /// </summary>
    public async Task RunAsync(Func<ReadOnlyMemory<byte>, Task> handle, Task<SocketEnd> ended)
    {
        using var abort = new CancellationTokenSource();
        var reading = ReadAllAsync(handle, abort.Token);
        if (await Task.WhenAny(reading, ended) != reading)
        {
            await CloseAsync(await ended);
            try
            {
                await reading.WaitAsync(CloseWait, time);
            }
            catch (TimeoutException)
            {
                await abort.CancelAsync();
            }
        }
        await reading;
    }

    /// <summary>False when the peer is gone or took nothing for too long; the connection is then over.</summary>
    public async Task<bool> SendAsync(ReadOnlyMemory<byte> json, CancellationToken cancel)
    {
        await _sending.WaitAsync(cancel);
        try
        {
            if (socket.State != WebSocketState.Open) return false;
            using var timeout = new CancellationTokenSource(sendTimeout, time);
            await socket.SendAsync(json, WebSocketMessageType.Text, endOfMessage: true, timeout.Token);
            return true;
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or ObjectDisposedException or InvalidOperationException or IOException)
        {
            socket.Abort();
            return false;
        }
        finally
        {
            _sending.Release();
        }
    }

    public async Task CloseAsync(SocketEnd end)
    {
        using var timeout = new CancellationTokenSource(CloseWait, time);
        try
        {
            await _sending.WaitAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            socket.Abort();
            return;
        }
        try
        {
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            {
                await socket.CloseOutputAsync(end.Status, end.Reason, timeout.Token);
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or ObjectDisposedException or InvalidOperationException or IOException)
        {
            socket.Abort();
        }
        finally
        {
            _sending.Release();
        }
    }

    public void Dispose() => _sending.Dispose();

    private async Task ReadAllAsync(Func<ReadOnlyMemory<byte>, Task> handle, CancellationToken abort)
    {
        try
        {
            while (await ReadAsync(abort) is { } message) await handle(message);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or ObjectDisposedException or InvalidOperationException or IOException)
        {
            socket.Abort();
        }
    }

    private async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(CancellationToken abort)
    {
        var length = 0;
        if (_buffer.Length > 64 << 10) _buffer = new byte[1024];
        while (true)
        {
            var read = await socket.ReceiveAsync(_buffer.AsMemory(length), abort);
            if (read.MessageType == WebSocketMessageType.Close)
            {
                await CloseAsync(new SocketEnd(WebSocketCloseStatus.NormalClosure, ""));
                return null;
            }
            if (read.MessageType == WebSocketMessageType.Binary)
            {
                await CloseAsync(new SocketEnd(WebSocketCloseStatus.InvalidMessageType, "Send JSON as text messages."));
                return null;
            }
            length += read.Count;
            if (length > maxMessageBytes)
            {
                await CloseAsync(new SocketEnd(WebSocketCloseStatus.MessageTooBig, $"A message may have {maxMessageBytes} bytes at most."));
                return null;
            }
            if (read.EndOfMessage) return _buffer.AsMemory(0, length);
            if (length == _buffer.Length) Array.Resize(ref _buffer, (int)Math.Min(maxMessageBytes + 1L, _buffer.Length * 2L));
        }
    }
}

/// <summary>Why a WebSocket ends. The reason has 123 bytes at most.</summary>
internal sealed record SocketEnd(WebSocketCloseStatus Status, string Reason)
{
    public static SocketEnd Revoked { get; } = new(WebSocketCloseStatus.PolicyViolation, "The session or key is no longer valid: sign in again.");

    public static SocketEnd Stopping { get; } = new(WebSocketCloseStatus.EndpointUnavailable, "Ziggie is stopping: connect again in a moment.");

    public static SocketEnd Gone { get; } = new(WebSocketCloseStatus.NormalClosure, "");
}
