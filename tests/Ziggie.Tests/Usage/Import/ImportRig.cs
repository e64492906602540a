using Microsoft.Extensions.Logging.Abstractions;
using Ziggie.Settings;
using Ziggie.Storage;
using Ziggie.Tests.Support;
using Ziggie.Usage;
using Ziggie.Usage.Import;
using Ziggie.Usage.Journal;
using Ziggie.Usage.Reports;

namespace Ziggie.Tests.Usage.Import;

/// <summary>One start of the program: journal, importer and questions on a folder and a database.</summary>
internal sealed class ImportRig : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly JournalFolder _folder;

    public ImportRig(IDatabase database, string path, ImportStep breaksAt = ImportStep.None, JournalOptions? options = null, UsageSettings? usage = null, TimeProvider? clock = null)
    {
        _folder = new JournalFolder(path);
        Settings = new FixedSettings(new ZiggieSettings { Usage = usage ?? new UsageSettings() });
        var time = clock ?? TimeProvider.System;
        Months = new MonthTotals(time);
        Journal = new UsageJournal(_folder, new DiskSegmentFiles(_folder), options ?? new JournalOptions(), Months, time);
        Bulk = new FaultyBulk(UsageStore.BulkFor(database.Provider), breaksAt);
        Store = new UsageStore(database, Bulk, time);
        Importer = new UsageImporter(Journal, Store, Months, Settings, database, TimeProvider.System, NullLogger<UsageImporter>.Instance);
        Queries = new UsageQueries(database);
    }

    public FixedSettings Settings { get; }
    public MonthTotals Months { get; }
    public UsageJournal Journal { get; }
    public FaultyBulk Bulk { get; }
    public UsageStore Store { get; }
    public UsageImporter Importer { get; }
    public UsageQueries Queries { get; }
    public JournalFolder Folder => _folder;

    public Task StartAsync() => Importer.StartAsync(TestContext.Current.CancellationToken);

    public void Record(IEnumerable<UsageRecord> records)
    {
        foreach (var record in records) Journal.Record(record);
    }

    /// <summary>Returns when all is in the database.</summary>
    public async Task ImportAsync()
    {
        await Importer.CatchUpAsync(Patience, TestContext.Current.CancellationToken);
        Assert.Equal(Journal.Writer.Position, await Store.WatermarkAsync(Journal.Writer.Identity!, TestContext.Current.CancellationToken));
    }

    /// <summary>Stops as a crash does: whatever is under way breaks off.</summary>
    public async Task CrashAsync()
    {
        await Importer.StopAsync(new CancellationToken(canceled: true));
        Importer.Dispose();
        Journal.Dispose();
    }

    public async ValueTask DisposeAsync() => await CrashAsync();
}
