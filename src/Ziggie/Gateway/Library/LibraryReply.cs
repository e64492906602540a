using Ziggie.Backends.Upstream;

namespace Ziggie.Gateway.Library;

/// <summary>The reply of a backend to a pull or delete; its connection is ended when it says nothing for too long.</summary>
internal sealed class LibraryReply : IDisposable
{
    private const int MaxError = 64 << 10;

    private readonly UpstreamConnection _connection;
    private readonly TimeSpan _silence;
    private readonly ITimer _timer;

    public LibraryReply(UpstreamConnection connection, TimeSpan silence, TimeProvider time)
    {
        (_connection, _silence) = (connection, silence);
        _timer = time.CreateTimer(static r => ((LibraryReply)r!).Hang(), this, silence, Timeout.InfiniteTimeSpan);
    }

    public bool Hung { get; private set; }

    /// <returns>The status.</returns>
    public async Task<int> SendAsync(byte[] request)
    {
        await _connection.SendAsync(request);
        var head = await _connection.ReadHeadAsync();
        return head.Status;
    }

    /// <summary>The next bytes of the body; empty at its end.</summary>
    public async ValueTask<ReadOnlyMemory<byte>> ReadAsync()
    {
        _timer.Change(_silence, Timeout.InfiniteTimeSpan);
        var piece = await _connection.ReadAsync();
        // While the caller takes what came, the backend is not to blame.
        _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        return piece;
    }

    /// <summary>The rest, as far as it is worth reading.</summary>
    public async Task<byte[]> ReadErrorAsync()
    {
        var body = new MemoryStream();
        while (body.Length < MaxError && await ReadAsync() is { IsEmpty: false } piece) body.Write(piece.Span);
        return body.ToArray();
    }

    public void Dispose() => _timer.Dispose();

    private void Hang()
    {
        Hung = true;
        _connection.Abort();
    }
}
