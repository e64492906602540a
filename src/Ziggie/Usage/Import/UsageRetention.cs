using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Ziggie.Settings;
using Ziggie.Usage.Rollups;

namespace Ziggie.Usage.Import;

/// <summary>Deletes usage that is too old, every hour, in pieces small enough that nobody waits for them.</summary>
internal sealed class UsageRetention(UsageStore store, ISettings settings, TimeProvider time, ILogger<UsageRetention> log) : BackgroundService
{
    private const int Piece = 1_000;
    private static readonly TimeSpan First = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Every = TimeSpan.FromHours(1);
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(50);

    /// <summary>Deletes all that is too old now.</summary>
    public async Task DeleteAsync(CancellationToken cancel)
    {
        var before = UsageHorizons.ToDelete(time.GetUtcNow().ToUnixTimeMilliseconds(), settings.Current.Usage.RetentionDays);
        var requests = await AllAsync(() => store.DeleteRequestsAsync(before.Requests, Piece, cancel), cancel);
        var rollups = await AllAsync(() => store.DeleteRollupsAsync(RollupSpan.Minute, before.Minutes, Piece, cancel), cancel);
        rollups += await AllAsync(() => store.DeleteRollupsAsync(RollupSpan.Hour, before.Hours, Piece, cancel), cancel);
        if (requests + rollups > 0) UsageLog.Deleted(log, requests, rollups);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        for (var wait = First; ; wait = Every)
        {
            await Task.Delay(wait, time, stoppingToken);
            try
            {
                await DeleteAsync(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                UsageLog.DeletingFailed(log, e);
            }
        }
    }

    private async Task<long> AllAsync(Func<Task<int>> piece, CancellationToken cancel)
    {
        for (var total = 0L; ;)
        {
            var deleted = await piece();
            total += deleted;
            if (deleted < Piece) return total;
            await Task.Delay(Between, time, cancel);
        }
    }
}
