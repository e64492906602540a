using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Ziggie.Storage;

namespace Ziggie.Conversations;

/// <summary>Ends answers that a process left unfinished: at start those of a former run, later those of another replica that died.</summary>
internal sealed partial class OrphanSweep(
    AnswerStore answers, Generations generations, ConversationNews news, IDatabase database, ConversationLimits limits, TimeProvider time, ILogger<OrphanSweep> log)
    : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    internal async Task<int> SweepAsync(CancellationToken cancel)
    {
        var swept = 0;
        foreach (var row in await answers.RunningAsync(cancel))
        {
            // A generation is reserved here before its message is written, so what is not here is another's.
            if (generations.Find(row.MessageId) is not null || !IsDead(row)) continue;
            var ended = new MessageEnded(row.MessageId, MessageStatus.Failed, Outcome.Orphaned, null, null, null, null, null);
            if (await answers.EndAsync(ended, text: null, thinking: null, cancel) is not { } conversation) continue;
            news.Ended(row.UserId, row.ConversationId, ended);
            news.Listed(row.UserId, conversation.ToItem());
            swept++;
        }
        return swept;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        try
        {
            do
            {
                try
                {
                    if (await SweepAsync(stoppingToken) is > 0 and var count) LogSwept(count);
                }
                catch (Exception e) when (e is DatabaseUnavailableException or System.Data.Common.DbException)
                {
                    LogFailed(e);
                }
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    /// <summary>SQLite has one process; on PostgreSQL another one may be at work, and shows it.</summary>
    private bool IsDead(RunningRow row) => database.Provider == DatabaseProvider.Sqlite ||
        time.GetUtcNow().ToUnixTimeMilliseconds() - row.TouchedAt > limits.DeadAfter.TotalMilliseconds;

    [LoggerMessage(Level = LogLevel.Information, Message = "{Count} messages were left unfinished by a former run and are marked so")]
    private partial void LogSwept(int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Looking for unfinished messages failed; trying again in a minute")]
    private partial void LogFailed(Exception e);
}
