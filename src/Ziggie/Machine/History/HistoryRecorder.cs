using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Ziggie.Machine.Sampling;

namespace Ziggie.Machine.History;

/// <summary>
/// Keeps what looks at the machine find: all that watchers take, and where nobody watches one in ten seconds of its own. They wait in memory for a minute and then go
/// into the database together.
/// </summary>
internal sealed partial class HistoryRecorder(MachineMonitor monitor, HistoryStore store, TimeProvider time, ILogger<HistoryRecorder> log) : BackgroundService
{
    /// <summary>An hour of what a watcher takes every two seconds: for as long at least the database may be away.</summary>
    internal const int MostPending = 1_800;

    private static readonly TimeSpan s_together = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_betweenDeletions = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan s_lastWrite = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _writing = new(1);
    private readonly HistoryReadings _readings = new();
    private readonly ClockTrust _clock = new(time);
    private List<HistorySample> _pending = [];
    private long _lastSlot;
    private long _writes;
    private long _wroteAt = time.GetTimestamp();
    private long _deletedAt = time.GetTimestamp();
    private bool _looksFail;
    private bool _writesFail;

    /// <summary>Whose history this is.</summary>
    public static string Host => Environment.MachineName;

    /// <summary>How many writes have begun: where that has changed meanwhile, what was pending may be in the database.</summary>
    public long Writes
    {
        get
        {
            lock (_gate) return _writes;
        }
    }

    /// <summary>What is not in the database yet, while nothing is being written, and how many writes had begun.</summary>
    public async Task<(IReadOnlyList<HistorySample> Samples, long Writes)> PendingAsync(CancellationToken cancel)
    {
        await _writing.WaitAsync(cancel);
        try
        {
            lock (_gate) return ([.. _pending], _writes);
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Writes what has been gathered.</summary>
    public async Task WriteAsync(CancellationToken cancel)
    {
        await _writing.WaitAsync(cancel);
        try
        {
            HistorySample[] batch;
            lock (_gate) batch = [.. _pending];
            if (batch.Length == 0) return;
            lock (_gate) _writes++;
            await store.WriteAsync(Host, batch, cancel);
            // The first ones may have made room for others since.
            lock (_gate) _pending.RemoveRange(0, _pending.IndexOf(batch[^1]) + 1);
        }
        finally
        {
            _writing.Release();
        }
    }

    public override void Dispose()
    {
        base.Dispose();
        _writing.Dispose();
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        monitor.Looked -= Keep;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(s_lastWrite);
        await TryWriteAsync(limit.Token);
    }

    internal void Keep(MachineStats stats)
    {
        lock (_gate)
        {
            if (_readings.Of(stats) is not { } sample) return;
            _lastSlot = Slot(sample.At);
            // While it cannot be written, the newest are worth most.
            if (_pending.Count >= MostPending) _pending = [.. _pending.Skip(_pending.Count / 4 + 1)];
            _pending.Add(sample);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        monitor.Looked += Keep;
        try
        {
            while (true)
            {
                await Task.Delay(UntilNext(), time, stoppingToken);
                await LookAsync(stoppingToken);
                if (time.GetElapsedTime(_wroteAt) < s_together) continue;
                _wroteAt = time.GetTimestamp();
                if (await TryWriteAsync(stoppingToken)) await TryDeleteAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    /// <summary>To the middle of the next slot: timers are never quite punctual, and each slot is to get its sample.</summary>
    private TimeSpan UntilNext()
    {
        var wait = (Slot(Now()) + 3 * HistorySpans.SampleMs / 2 - Now()) % HistorySpans.SampleMs;
        return TimeSpan.FromMilliseconds(wait > 0 ? wait : HistorySpans.SampleMs);
    }

    private async Task LookAsync(CancellationToken cancel)
    {
        lock (_gate)
        {
            // Somebody watches: their look does for this slot.
            if (_lastSlot == Slot(Now())) return;
        }
        try
        {
            await monitor.StatsAsync(cancel);
            _looksFail = false;
        }
        catch (Exception e) when (!cancel.IsCancellationRequested)
        {
            // Said once, not every ten seconds.
            if (!_looksFail) LogLookFailed(e);
            _looksFail = true;
        }
    }

    private async Task<bool> TryWriteAsync(CancellationToken cancel)
    {
        try
        {
            await WriteAsync(cancel);
            return !(_writesFail = false);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            return false;
        }
        catch (Exception e)
        {
            if (!_writesFail) LogWriteFailed(e);
            return !(_writesFail = true);
        }
    }

    private async Task TryDeleteAsync(CancellationToken cancel)
    {
        if (!_clock.IsSteady() || time.GetElapsedTime(_deletedAt) < s_betweenDeletions) return;
        _deletedAt = time.GetTimestamp();
        try
        {
            await store.DeleteAsync(Now(), cancel);
        }
        catch (Exception e) when (!cancel.IsCancellationRequested)
        {
            LogDeleteFailed(e);
        }
    }

    private long Now() => time.GetUtcNow().ToUnixTimeMilliseconds();

    private static long Slot(long at) => HistorySpans.Floor(at, HistorySpans.SampleMs);

    [LoggerMessage(LogLevel.Warning, "The machine could not be looked at for its history; trying on.")]
    private partial void LogLookFailed(Exception e);

    [LoggerMessage(LogLevel.Warning, "The machine's history cannot be written now; it waits in memory, an hour of it at least.")]
    private partial void LogWriteFailed(Exception e);

    [LoggerMessage(LogLevel.Warning, "Old history of the machine could not be deleted now; the next try is in some minutes.")]
    private partial void LogDeleteFailed(Exception e);
}
