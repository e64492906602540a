using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Ziggie.Settings;
using Ziggie.Storage;
using Ziggie.Usage;
using Ziggie.Usage.Import;
using Ziggie.Usage.Journal;
using Ziggie.Wire;

namespace Ziggie.Benchmarks.Usage;

/// <summary>What a record costs on its way from the journal into SQLite, in processor time, so that it can be measured beside other work.</summary>
internal static class ImportCost
{
    private const int Rows = 200_000;
    private const int Warm = 100_000;

    private static TimeSpan s_reading;
    private static int s_batches;

    /// <param name="numbers">Records in a batch, then different keys; what is left out is several.</param>
    public static async Task RunAsync(params string[] numbers)
    {
        int[] sizes = numbers.Length > 0 ? [int.Parse(numbers[0], CultureInfo.InvariantCulture)] : [1_000, 5_000];
        int[] keys = numbers.Length > 1 ? [int.Parse(numbers[1], CultureInfo.InvariantCulture)] : [1, 30, 1_000];
        Console.WriteLine("First, to warm up:");
        await MeasureAsync(1_000, 1);
        foreach (var size in sizes)
        {
            foreach (var count in keys) await MeasureAsync(size, count);
        }
    }

    private static async Task MeasureAsync(int size, int keys)
    {
        var path = Directory.CreateTempSubdirectory("ziggie-import-").FullName;
        try
        {
            await using var database = new SqliteDatabase(Path.Combine(path, "ziggie.db"), TimeProvider.System, NullLogger<SqliteDatabase>.Instance);
            await database.StartAsync(CancellationToken.None);
            var store = new UsageStore(database, UsageStore.BulkFor(DatabaseProvider.Sqlite), TimeProvider.System);
            var folder = new JournalFolder(Path.Combine(path, "usage"));
            using var journal = new UsageJournal(folder, new DiskSegmentFiles(folder), new JournalOptions { SegmentBytes = 1L << 30 }, new MonthTotals(TimeProvider.System), TimeProvider.System);
            Fill(journal, keys);
            using var reader = new JournalReader(folder);
            var at = await ImportAsync(store, journal, reader, new JournalPosition(1, 0), size, Warm);

            var (cpu, wall, allocated) = (Environment.CpuUsage.TotalTime, Stopwatch.GetTimestamp(), GC.GetTotalAllocatedBytes());
            await ImportAsync(store, journal, reader, at, size, Rows);
            cpu = Environment.CpuUsage.TotalTime - cpu;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{size,5} a batch, {keys,5} keys: {cpu.TotalMicroseconds / Rows,6:0.00} µs of processor a row ({s_reading.TotalMicroseconds / Rows:0.00} reading), {Stopwatch.GetElapsedTime(wall).TotalMicroseconds / Rows,6:0.00} µs in all, {(GC.GetTotalAllocatedBytes() - allocated) / (double)Rows,6:0} B, {s_batches} batches"));
        }
        finally
        {
            Directory.Delete(path, recursive: true);
        }
    }

    private static async Task<JournalPosition> ImportAsync(UsageStore store, UsageJournal journal, JournalReader reader, JournalPosition at, int size, int rows)
    {
        await store.BeginAsync(journal.Writer.Identity!, at, CancellationToken.None);
        (s_reading, s_batches) = (default, 0);
        var records = new List<UsageRecord>(size);
        var prices = new Dictionary<string, ModelPrice>();
        for (var done = 0; done < rows; done += records.Count, s_batches++)
        {
            var began = Environment.CpuUsage.TotalTime;
            records.Clear();
            var to = reader.Read(at, journal.Writer.Position, size, records);
            var batch = new UsageBatch(at, to, records, prices);
            s_reading += Environment.CpuUsage.TotalTime - began;
            at = await store.ImportAsync(journal.Writer.Identity!, batch, null, CancellationToken.None);
        }
        return at;
    }

    private static void Fill(UsageJournal journal, int keys)
    {
        var random = new Random(1);
        var typical = SampleRecord.Typical();
        for (var i = 0; i < Rows + Warm + 10_000; i++)
        {
            var key = random.Next(keys);
            journal.Record(typical with
            {
                StartedAt = typical.StartedAt + i / 30,
                RequestId = string.Create(CultureInfo.InvariantCulture, $"req_{random.NextInt64():x16}"),
                UserId = string.Create(CultureInfo.InvariantCulture, $"01JX00000000000000000{key / 3:00000}"),
                KeyId = string.Create(CultureInfo.InvariantCulture, $"01JX00000000000000001{key:00000}"),
                Tokens = new TokenUsage(random.Next(2_000), random.Next(800)),
                QueueMicros = random.Next(200),
                FirstTokenMicros = random.Next(1_000, 5_000),
                TotalMicros = random.Next(2_000, 20_000),
            });
        }
    }
}
