using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Ziggie.Settings;
using Ziggie.Storage;
using Ziggie.Usage.Journal;

namespace Ziggie.Usage.Import;

/// <summary>Brings the journal into the database, batch by batch; what cannot go in yet waits in the journal.</summary>
internal sealed class UsageImporter(UsageJournal journal, UsageStore store, MonthTotals months, ISettings settings, IDatabase database, TimeProvider time, ILogger<UsageImporter> log)
    : BackgroundService
{
    // Small, so that the database is free again soon; larger where there are so many rollups that writing them would be most of the work.
    private const int SmallBatch = 1_000;
    private const int LargeBatch = 5_000;
    private const int RecordsPerRollup = 20;

    // Behind by this much, the import may take a whole core; before that, requests come first.
    private const long MaxLagBytes = 256L << 20;
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestRest = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan MaxBackoff = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan OtherReplicas = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LastImport = TimeSpan.FromSeconds(5);

    private readonly QuietThread _quiet = new("usage import");
    private readonly AsyncSignal _hurry = new();
    private readonly Lock _gate = new();
    private readonly List<(JournalPosition Target, TaskCompletionSource Done)> _waiting = [];
    private readonly JournalReader _reader = new(journal.Folder);
    private readonly List<UsageRecord> _records = new(SmallBatch);
    private UsageBatch? _batch;
    private int _batchSize = SmallBatch;
    private JournalPosition _at;
    private bool _loaded;
    private long _monthsRead;

    /// <summary>Returns when all that is in the journal now is in the database, or after the given time.</summary>
    public async Task CatchUpAsync(TimeSpan atMost, CancellationToken cancel)
    {
        var target = journal.Writer.Position;
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_loaded && _at >= target) return;
            _waiting.Add((target, done));
        }
        _hurry.Set();
        try
        {
            await done.Task.WaitAsync(atMost, time, cancel);
        }
        catch (TimeoutException)
        {
            // The query then shows what there is.
        }
        finally
        {
            lock (_gate) _waiting.RemoveAll(w => w.Done == done);
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        // What is left after this is taken in at the next start.
        try
        {
            if (ExecuteTask is { IsCompleted: false }) await CatchUpAsync(LastImport, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // No time left for it.
        }
        await base.StopAsync(cancellationToken);
    }

    public override void Dispose()
    {
        base.Dispose();
        _reader.Dispose();
        _hurry.Dispose();
        _quiet.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        var failures = 0;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var began = time.GetTimestamp();
                if (!_loaded && !await LoadAsync(stoppingToken)) throw new DatabaseUnavailableException("The usage journal cannot be opened.");
                var more = await ImportAsync(stoppingToken);
                if (failures > 0) UsageLog.ImportRecovered(log, failures);
                failures = 0;
                await RestAsync(more, time.GetElapsedTime(began), stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                if (failures++ == 0) UsageLog.ImportFailed(log, e);
                await BackOffAsync(failures, stoppingToken);
            }
        }
    }

    private async Task<bool> LoadAsync(CancellationToken cancel)
    {
        var writer = journal.Writer;
        if (!writer.TryOpen()) return false;
        var at = await store.WatermarkAsync(writer.Identity!, cancel) ?? default;
        if (at.Segment >= writer.FirstSegment)
        {
            // The database has seen a later journal of this name: a copy of the folder, or an older one put back. Its old segments are in the
            // database; this start's are not, and get a name of their own.
            var identity = Guid.NewGuid().ToString("N");
            at = new JournalPosition(writer.FirstSegment, 0);
            await store.BeginAsync(identity, at, cancel);
            writer.Rename(identity);
        }
        else
        {
            CountLeftovers(at, new JournalPosition(writer.FirstSegment, 0));
        }
        await ReadMonthsAsync(cancel);
        lock (_gate) (_at, _loaded) = (at, true);
        DeleteImported();
        return true;
    }

    // Earlier starts' records that are not in the database yet: this start's Record did not count them.
    private void CountLeftovers(JournalPosition from, JournalPosition end)
    {
        while (from < end)
        {
            _records.Clear();
            from = _reader.Read(from, end, LargeBatch, _records);
            foreach (var record in _records) months.Journaled(record);
        }
    }

    /// <returns>Whether there may be more at once.</returns>
    private async Task<bool> ImportAsync(CancellationToken cancel)
    {
        var on = IsUrgent() ? null : _quiet;
        if (on is not null) await on.Enter();
        // After a failure the same batch goes again, so that a commit whose answer got lost is known for what it is.
        _batch ??= ReadBatch();
        if (_batch is null)
        {
            Release();
            return false;
        }
        var now = await store.ImportAsync(journal.Writer.Identity!, _batch, on, cancel);
        var taken = _batch.Records.Count;
        if (now == _batch.To)
        {
            foreach (var record in _batch.Records) months.Imported(record);
        }
        else
        {
            UsageLog.UnexpectedPosition(log, _at.Segment, _at.Offset, now.Segment, now.Offset);
        }
        var finishedSegment = now.Segment != _at.Segment;
        lock (_gate) _at = now;
        var full = taken == _batchSize;
        _batchSize = Math.Clamp(RecordsPerRollup * _batch.Rollups.Count, SmallBatch, LargeBatch);
        _batch = null;
        Release();
        if (finishedSegment) DeleteImported();
        return full;
    }

    private UsageBatch? ReadBatch()
    {
        _records.Clear();
        var to = _reader.Read(_at, journal.Writer.Position, _batchSize, _records);
        return to == _at ? null : new UsageBatch(_at, to, _records, settings.Current.Usage.Prices);
    }

    private async Task RestAsync(bool more, TimeSpan took, CancellationToken cancel)
    {
        if (more)
        {
            // A fifth of a core at most while there is a backlog, so that importing never slows the requests down; a query cuts the rest short.
            if (!IsUrgent()) await _hurry.WaitAsync(took < LongestRest / 4 ? 4 * took : LongestRest, time, cancel);
            return;
        }
        if (database.Provider == DatabaseProvider.Postgres)
        {
            // Other Ziggies use the same keys; their tokens come with the database.
            if (time.GetElapsedTime(_monthsRead) >= OtherReplicas) await ReadMonthsAsync(cancel);
            await journal.News.WaitAsync(OtherReplicas, time, cancel);
        }
        else
        {
            await journal.News.WaitAsync(cancel);
        }
        await _hurry.WaitAsync(Gather, time, cancel);
    }

    private async Task BackOffAsync(int failures, CancellationToken cancel)
    {
        var wait = TimeSpan.FromSeconds(Math.Min(MaxBackoff.TotalSeconds, 0.1 * Math.Pow(2, Math.Min(failures, 10))));
        try
        {
            await _hurry.WaitAsync(wait, time, cancel);
        }
        catch (OperationCanceledException)
        {
            // The loop sees it.
        }
    }

    private async Task ReadMonthsAsync(CancellationToken cancel)
    {
        var month = months.MonthStart;
        months.Stored(month, await store.MonthTokensAsync(month, cancel));
        _monthsRead = time.GetTimestamp();
    }

    // Somebody waits for it, or there is so much to do that it must get its share.
    private bool IsUrgent()
    {
        lock (_gate)
        {
            if (_waiting.Count > 0) return true;
        }
        var end = journal.Writer.Position;
        return (end.Segment - _at.Segment) * journal.SegmentBytes + end.Offset - _at.Offset > MaxLagBytes;
    }

    private void Release()
    {
        lock (_gate)
        {
            foreach (var (target, done) in _waiting)
            {
                if (_at >= target) done.TrySetResult();
            }
        }
    }

    // The newest finished segment stays: after a power cut the database may come back a few commits older than it was.
    private void DeleteImported()
    {
        foreach (var segment in journal.Folder.Segments().Where(s => s < _at.Segment).SkipLast(1))
        {
            try
            {
                journal.Folder.Delete(segment);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                UsageLog.SegmentNotDeleted(log, segment, e);
            }
        }
    }
}
