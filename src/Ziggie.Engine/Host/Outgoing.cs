using System.Buffers;
using System.Net.Sockets;

namespace Ziggie.Engine.Host;

/// <summary>
/// Bytes on their way to the parent. Sending never blocks, so that the thread that computes tokens can do it; what the socket does
/// not take at once follows from the thread pool, bounded.
/// </summary>
internal sealed class Outgoing(Socket socket)
{
    private const int MostBacklog = 8 << 20;

    private readonly Lock _lock = new();
    private ArrayBufferWriter<byte> _backlog = new();
    private ArrayBufferWriter<byte> _sending = new();
    private Task _pump = Task.CompletedTask;

    /// <summary>The other side has gone, or does not read: nothing more is sent.</summary>
    public bool IsBroken { get; private set; }

    public void Send(ReadOnlySpan<byte> bytes)
    {
        lock (_lock)
        {
            if (IsBroken) return;
            if (_pump.IsCompleted)
            {
                var sent = socket.Send(bytes, SocketFlags.None, out var error);
                if (error is not (SocketError.Success or SocketError.WouldBlock))
                {
                    Break();
                    return;
                }
                if (sent == bytes.Length) return;
                bytes = bytes[Math.Max(0, sent)..];
            }
            if (_backlog.WrittenCount + _sending.WrittenCount + bytes.Length > MostBacklog)
            {
                Break();
                return;
            }
            _backlog.Write(bytes);
            if (_pump.IsCompleted) _pump = Task.Run(PumpAsync);
        }
    }

    /// <summary>Done when all has gone out.</summary>
    public Task DrainAsync()
    {
        lock (_lock) return _pump;
    }

    private async Task PumpAsync()
    {
        try
        {
            while (Next() is { IsEmpty: false } bytes)
                while (!bytes.IsEmpty) bytes = bytes[await socket.SendAsync(bytes, SocketFlags.None)..];
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            lock (_lock) Break();
        }
    }

    /// <summary>All that waits; what comes meanwhile waits in the other buffer.</summary>
    private ReadOnlyMemory<byte> Next()
    {
        lock (_lock)
        {
            _sending.ResetWrittenCount();
            (_backlog, _sending) = (_sending, _backlog);
            if (_sending.WrittenCount == 0) _pump = Task.CompletedTask;
            return _sending.WrittenMemory;
        }
    }

    private void Break()
    {
        IsBroken = true;
        _backlog.ResetWrittenCount();
    }
}
