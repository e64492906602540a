using System.Threading.Tasks.Sources;
using Ziggie.Transport;

namespace Ziggie.Backends.Upstream;

/// <summary>A plain socket.</summary>
internal sealed class SocketTransport(ReadySocket socket) : UpstreamTransport, IReadable, IValueTaskSource<int>
{
    private ManualResetValueTaskSourceCore<int> _received;
    private Memory<byte> _into;

    public override bool Ended => socket.Ended;

    public override int Loop => socket.Loop;

    public override ValueTask SendAsync(ReadOnlyMemory<byte> bytes)
    {
        var sending = socket.SendAsync(bytes);
        if (!sending.IsCompletedSuccessfully) return SendRestAsync(sending, bytes);
        var sent = sending.GetAwaiter().GetResult();
        return sent == bytes.Length ? ValueTask.CompletedTask : SendRestAsync(new(sent), bytes);
    }

    public override ValueTask<int> ReceiveAsync(Memory<byte> into)
    {
        var read = socket.TryReceive(into.Span);
        if (read != ReadySocket.Nothing) return new(read);
        _into = into;
        _received.Reset();
        _received.RunContinuationsAsynchronously = !StaysOnLoop;
        socket.WhenReadable(this);
        return new(this, _received.Version);
    }

    public override void Abort() => socket.Dispose();

    void IReadable.Readable()
    {
        int read;
        try
        {
            read = socket.TryReceive(_into.Span);
        }
        catch (Exception e)
        {
            _received.SetException(e);
            return;
        }
        if (read == ReadySocket.Nothing) socket.WhenReadable(this);
        else _received.SetResult(read);
    }

    int IValueTaskSource<int>.GetResult(short token) => _received.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<int>.GetStatus(short token) => _received.GetStatus(token);

    void IValueTaskSource<int>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _received.OnCompleted(continuation, state, token, flags);

    private async ValueTask SendRestAsync(ValueTask<int> sending, ReadOnlyMemory<byte> bytes)
    {
        while (true)
        {
            bytes = bytes[await sending..];
            if (bytes.IsEmpty) return;
            sending = socket.SendAsync(bytes);
        }
    }
}
