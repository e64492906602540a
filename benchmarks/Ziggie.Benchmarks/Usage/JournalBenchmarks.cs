using BenchmarkDotNet.Attributes;
using Ziggie.Usage;
using Ziggie.Usage.Journal;

namespace Ziggie.Benchmarks.Usage;

/// <summary>What a request pays for its record: encoding, checksum, one write into the page cache.</summary>
public class JournalBenchmarks : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("ziggie-bench-").FullName;
    private UsageRecord _record;
    private UsageJournal _journal = null!;

    [GlobalSetup]
    public void Start()
    {
        var folder = new JournalFolder(_path);
        _journal = new UsageJournal(folder, new DiskSegmentFiles(folder), new JournalOptions { SegmentBytes = 64 << 20 }, new MonthTotals(TimeProvider.System), TimeProvider.System);
        _record = SampleRecord.Typical();
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _journal.Dispose();
        Directory.Delete(_path, recursive: true);
        GC.SuppressFinalize(this);
    }

    [IterationCleanup]
    public void DropFinished()
    {
        var folder = new JournalFolder(_path);
        foreach (var segment in folder.Segments().SkipLast(1)) folder.Delete(segment);
    }

    [Benchmark(OperationsPerInvoke = 10_000)]
    public void Record()
    {
        for (var i = 0; i < 10_000; i++) _journal.Record(_record);
    }

    [Benchmark(OperationsPerInvoke = 20_000)]
    public void RecordFromTwoThreads() => Parallel.For(0, 2, new ParallelOptions { MaxDegreeOfParallelism = 2 }, _ =>
    {
        for (var i = 0; i < 10_000; i++) _journal.Record(_record);
    });
}
