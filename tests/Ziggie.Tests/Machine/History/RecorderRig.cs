using System.Data.Common;
using Microsoft.Extensions.Logging.Abstractions;
using Ziggie.Machine.History;
using Ziggie.Machine.Sampling;
using Ziggie.Machine.Sampling.Processes;
using Ziggie.Storage;
using Ziggie.Tests.Machine.Sampling;
using Ziggie.Tests.Support;

namespace Ziggie.Tests.Machine.History;

/// <summary>A recorder on a machine whose load is known, with a clock that goes when told, and a database that can go away.</summary>
internal sealed class RecorderRig : IDatabase, IAsyncDisposable
{
    private static readonly TimeSpan s_slot = TimeSpan.FromSeconds(10);
    private readonly IDatabase _database;
    private readonly FakeMachine _machine = new();
    private readonly ManualTime _time = new(HistorySamples.Start);

    public RecorderRig(IDatabase database)
    {
        _database = database;
        _machine.Proc("loadavg", "1.50 2.00 3.00 1/100 12345\n");
        Clock = new JumpingTime(_time);
        var sampler = new MachineSampler(_machine.Roots, new BoundedCalls(TimeSpan.FromDays(1), 8, TimeProvider.System), _ => null, [], Clock);
        Monitor = new MachineMonitor(sampler, new ProcessSampler(_machine.Roots, Clock), Clock);
        Recorder = new HistoryRecorder(Monitor, new HistoryStore(this), Clock, NullLogger<HistoryRecorder>.Instance);
        Queries = new HistoryQueries(database);
        Monitor.Looked += _ => Looks++;
    }

    public JumpingTime Clock { get; }

    public MachineMonitor Monitor { get; }

    public HistoryRecorder Recorder { get; }

    public HistoryQueries Queries { get; }

    /// <summary>How often the machine was looked at.</summary>
    public int Looks { get; private set; }

    public int Writes { get; private set; }

    public bool IsAway { get; set; }

    public DatabaseProvider Provider => _database.Provider;

    public string? Trouble => null;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Lets this many slots pass, and waits for the look of each.</summary>
    public async Task PassAsync(int slots)
    {
        for (var i = 0; i < slots; i++)
        {
            await _time.WaitForWaiterAsync(Cancel);
            var looks = Looks;
            _time.Advance(s_slot);
            // The first look waits a moment for a second one, and goes on once the clock does.
            await Eventually.TrueAsync(() =>
            {
                if (Looks == looks && _time.Waiting > 0 && looks == 0) _time.Advance(TimeSpan.FromMilliseconds(250));
                return Looks > looks && _time.Waiting > 0;
            });
        }
    }

    public void Advance(TimeSpan by) => _time.Advance(by);

    public Task WaitForWaiterAsync() => _time.WaitForWaiterAsync(Cancel);

    /// <summary>The samples of the last hours, those on their way to the database included.</summary>
    public async Task<IReadOnlyList<HistoryPoint>> LoadAsync(HistorySpan span = HistorySpan.Sample)
    {
        var ids = await Queries.MetricsAsync(HistoryRecorder.Host, Cancel);
        var steps = new HistorySteps(span.Resolution());
        await Queries.ReadAsync(
            HistoryRecorder.Host, span, HistorySamples.At(-90_000), HistorySamples.At(90_000), ids.Where(i => i.Metric.Name == "load.1").ToDictionary(i => i.Id, _ => steps), Cancel);
        return steps.Points();
    }

    public Task<T> ReadAsync<T>(Func<DbConnection, CancellationToken, Task<T>> read, CancellationToken cancel) => _database.ReadAsync(read, cancel);

    public Task<T> WriteAsync<T>(Func<DbConnection, DbTransaction, CancellationToken, Task<T>> write, CancellationToken cancel)
    {
        if (IsAway) throw new DatabaseUnavailableException("Away.");
        Writes++;
        return _database.WriteAsync(write, cancel);
    }

    public async ValueTask DisposeAsync()
    {
        await Recorder.StopAsync(CancellationToken.None);
        Recorder.Dispose();
        Monitor.Dispose();
        _machine.Dispose();
    }
}
