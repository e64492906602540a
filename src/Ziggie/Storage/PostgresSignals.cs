using Npgsql;

namespace Ziggie.Storage;

/// <summary>Listens for NOTIFY from other replicas on a connection of its own, for ever.</summary>
internal sealed class PostgresSignals(NpgsqlDataSource source, TimeProvider time) : IAsyncDisposable
{
    private readonly CancellationTokenSource _ended = new();
    private readonly string _self = Guid.NewGuid().ToString("N");
    private Task _loop = Task.CompletedTask;

    public event Action<string?>? Signalled;

    public string MessageFor(string topic) => $"{_self} {topic}";

    public void Start() => _loop = Task.Run(ListenAsync);

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync().ConfigureAwait(false);
        await _loop.ConfigureAwait(false);
        _ended.Dispose();
    }

    private async Task ListenAsync()
    {
        while (!_ended.IsCancellationRequested)
        {
            try
            {
                var connection = await source.OpenConnectionAsync(_ended.Token).ConfigureAwait(false);
                await using (connection.ConfigureAwait(false))
                {
                    connection.Notification += (_, e) => Hear(e.Payload);
                    await connection.RunAsync("LISTEN ziggie", _ended.Token).ConfigureAwait(false);
                    // What was said while nobody listened is not repeated.
                    Signalled?.Invoke(null);
                    while (true) await connection.WaitAsync(_ended.Token).ConfigureAwait(false);
                }
            }
            catch (OperationCanceledException) when (_ended.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is NpgsqlException or IOException or ObjectDisposedException or InvalidOperationException)
            {
                try
                {
                    await Task.Delay(TimeSpan.FromSeconds(1), time, _ended.Token).ConfigureAwait(false);
                }
                catch (OperationCanceledException)
                {
                    return;
                }
            }
        }
    }

    private void Hear(string payload)
    {
        var space = payload.IndexOf(' ', StringComparison.Ordinal);
        if (space < 0 || payload.AsSpan(0, space).SequenceEqual(_self)) return;
        Signalled?.Invoke(payload[(space + 1)..]);
    }
}
