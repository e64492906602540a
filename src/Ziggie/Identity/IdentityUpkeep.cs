using Microsoft.Extensions.Logging;
using Ziggie.Storage;

namespace Ziggie.Identity;

/// <summary>What has to happen now and then: last uses written down, keys rotated, ended sessions dropped.</summary>
internal sealed partial class IdentityUpkeep(
    IDatabase database, IdentityMemory memory, IdentityChanges changes, SigningKeys signing, UseTracker uses, TimeProvider time, ILogger<IdentityUpkeep> log) : IAsyncDisposable
{
    private static readonly TimeSpan Often = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Seldom = TimeSpan.FromHours(1);

    private readonly CancellationTokenSource _ended = new();
    private Task _loop = Task.CompletedTask;

    public void Start() => _loop = Task.Run(RunAsync);

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync().ConfigureAwait(false);
        await _loop.ConfigureAwait(false);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(5), TimeProvider.System);
        await TryAsync(() => uses.FlushAsync(limit.Token)).ConfigureAwait(false);
        _ended.Dispose();
    }

    private async Task RunAsync()
    {
        using var timer = new PeriodicTimer(Often, time);
        var last = time.GetTimestamp();
        try
        {
            while (await timer.WaitForNextTickAsync(_ended.Token).ConfigureAwait(false))
            {
                memory.Expire(time.GetUtcNow().ToUnixTimeMilliseconds());
                await TryAsync(() => changes.RetryAsync(_ended.Token)).ConfigureAwait(false);
                await TryAsync(() => uses.FlushAsync(_ended.Token)).ConfigureAwait(false);
                if (time.GetElapsedTime(last) < Seldom) continue;
                last = time.GetTimestamp();
                await TryAsync(() => SeldomAsync(_ended.Token)).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
    }

    private async Task SeldomAsync(CancellationToken cancel)
    {
        if (await signing.RotateAsync(cancel).ConfigureAwait(false)) LogRotated();
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        await database.WriteAsync(async (connection, _, token) =>
        {
            await SessionStore.DeleteEndedAsync(connection, now, token).ConfigureAwait(false);
            await ChangeLog.PruneAsync(connection, now, token).ConfigureAwait(false);
            return 0;
        }, cancel).ConfigureAwait(false);
    }

    private async Task TryAsync(Func<Task> work)
    {
        try
        {
            await work().ConfigureAwait(false);
        }
        catch (Exception e) when (e is DatabaseUnavailableException or System.Data.Common.DbException)
        {
            LogLater(e.Message);
        }
    }

    [LoggerMessage(LogLevel.Information, "A new signing key was made; it begins to sign when the present one retires")]
    private partial void LogRotated();

    [LoggerMessage(LogLevel.Warning, "Upkeep of sign-in data waits for the database: {Reason}")]
    private partial void LogLater(string reason);
}
