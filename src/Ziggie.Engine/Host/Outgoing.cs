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
    private readonly ArrayBufferWriter<byte> _backlog = new();
    private Task _pump = Task.CompletedTask;

    /// <summary>The other side has gone, or does not read: nothing more is sent.</summary>
    public bool IsBroken { get; private set; }

    public void Send(ReadOnlySpan<byte> bytes)
    {
        lock (_lock)
        {
            if (IsBroken) return;
            if (_backlog.WrittenCount == 0)
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
            if (_backlog.WrittenCount + bytes.Length > MostBacklog)
            {
                Break();
                return;
            }
            var idle = _backlog.WrittenCount == 0;
            _backlog.Write(bytes);
            if (idle) _pump = Task.Run(PumpAsync);
        }
    }

    /// <summary>Done when all has gone out.</summary>
    public Task DrainAsync()
    {
        lock (_lock) return _pump;
    }

    private async Task PumpAsync()
    {
        var piece = new byte[64 << 10];
        try
        {
            while (true)
            {
                int count;
                lock (_lock)
                {
                    count = Math.Min(piece.Length, _backlog.WrittenCount);
                    _backlog.WrittenSpan[..count].CopyTo(piece);
                }
                if (count == 0) return;
                var sent = await socket.SendAsync(piece.AsMemory(0, count), SocketFlags.None);
                lock (_lock)
                {
                    var rest = _backlog.WrittenSpan[sent..].ToArray();
                    _backlog.ResetWrittenCount();
                    _backlog.Write(rest);
                }
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            lock (_lock) Break();
        }
    }

    private void Break()
    {
        IsBroken = true;
        _backlog.ResetWrittenCount();
    }
}
