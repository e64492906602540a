using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Ziggie.Storage;

namespace Ziggie.Audit;

/// <summary>Takes entries without making anybody wait and writes them in batches. Kept for a year.</summary>
internal sealed partial class AuditLog(IDatabase database, TimeProvider time, ILogger<AuditLog> log) : IAudit, IAsyncDisposable
{
    private const int Waiting = 10_000;
    private const int Batch = 200;
    private const int Longest = 500;
    private static readonly TimeSpan Kept = TimeSpan.FromDays(365);
    private static readonly TimeSpan Pruning = TimeSpan.FromHours(1);
    private static readonly TimeSpan AtEnd = TimeSpan.FromSeconds(10);

    private readonly Channel<StoredAudit> _queue = Channel.CreateBounded<StoredAudit>(
        new BoundedChannelOptions(Waiting) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });
    private readonly CancellationTokenSource _ended = new();
    private Task _loop = Task.CompletedTask;
    private long _lost;
    private int _number;
    private DateTimeOffset _pruned;

    public void Start() => _loop = Task.Run(RunAsync);

    public void Record(AuditEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var now = time.GetUtcNow();
        var stored = new StoredAudit(NewId(now), now.ToUnixTimeMilliseconds(), entry with
        {
            Actor = Cut(entry.Actor)!,
            Target = Cut(entry.Target),
            Detail = Cut(entry.Detail),
        });
        if (!_queue.Writer.TryWrite(stored)) Interlocked.Increment(ref _lost);
    }

    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        _ended.CancelAfter(AtEnd);
        await _loop.ConfigureAwait(false);
        _ended.Dispose();
    }

    private async Task RunAsync()
    {
        var batch = new List<StoredAudit>(Batch);
        try
        {
            while (await _queue.Reader.WaitToReadAsync(_ended.Token).ConfigureAwait(false))
            {
                batch.Clear();
                while (batch.Count < Batch && _queue.Reader.TryRead(out var entry)) batch.Add(entry);
                await WriteAsync(batch).ConfigureAwait(false);
                if (Interlocked.Exchange(ref _lost, 0) is > 0 and var lost) LogLost(lost);
                await PruneAsync().ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            LogLost(batch.Count + _queue.Reader.Count);
        }
    }

    // The queue waits as long as the database is away; entries have ids of their own, so that none is written twice.
    private async Task WriteAsync(List<StoredAudit> batch)
    {
        while (true)
        {
            try
            {
                await database.WriteAsync(async (connection, _, token) =>
                {
                    await AuditStore.InsertAsync(connection, batch, token).ConfigureAwait(false);
                    return 0;
                }, _ended.Token).ConfigureAwait(false);
                return;
            }
            catch (Exception e) when (e is DatabaseUnavailableException or DbException)
            {
                LogWaits(e.Message);
                await Task.Delay(TimeSpan.FromSeconds(1), time, _ended.Token).ConfigureAwait(false);
            }
        }
    }

    private async Task PruneAsync()
    {
        var now = time.GetUtcNow();
        if (now - _pruned < Pruning) return;
        _pruned = now;
        try
        {
            while (await database.WriteAsync((connection, _, token) => AuditStore.PruneAsync(connection, (now - Kept).ToUnixTimeMilliseconds(), token), _ended.Token).ConfigureAwait(false))
            {
            }
        }
        catch (Exception e) when (e is DatabaseUnavailableException or DbException)
        {
            LogWaits(e.Message);
        }
    }

    // By time and then by order, so that the list is in the order of the acts also within a millisecond.
    private string NewId(DateTimeOffset now) =>
        string.Create(CultureInfo.InvariantCulture, $"{now.ToUnixTimeMilliseconds():x12}{Interlocked.Increment(ref _number):x8}{RandomNumberGenerator.GetHexString(12, lowercase: true)}");

    private static string? Cut(string? text) => text is null || text.Length <= Longest ? text : text[..Longest];

    [LoggerMessage(LogLevel.Warning, "Audit entries wait for the database: {Reason}")]
    private partial void LogWaits(string reason);

    [LoggerMessage(LogLevel.Error, "{Count} audit entries were lost")]
    private partial void LogLost(long count);
}
