using Ziggie.Usage;
using Ziggie.Usage.Journal;

namespace Ziggie.Tests.Usage.Journal;

public sealed class UsageJournalTests
{
    private static readonly JournalOptions Small = new() { SegmentBytes = 1_000, QueuedRecords = 50 };

    private static List<string> Names(int count, int from = 0) => [.. Enumerable.Range(from, count).Select(i => $"r{i}")];

    private static void RecordAll(JournalRig rig, IEnumerable<string> ids)
    {
        foreach (var id in ids) rig.Journal.Record(Samples.Record(id));
    }

    [Fact]
    public void Records_come_back_in_order_over_many_segments()
    {
        using var rig = new JournalRig(Small);
        RecordAll(rig, Names(200));
        Assert.Equal(Names(200), rig.Ids());
        Assert.True(rig.Folder.Segments().Count > 10);
    }

    [Fact]
    public void A_reader_goes_on_where_it_was()
    {
        using var rig = new JournalRig(Small);
        using var reader = new JournalReader(rig.Folder);
        var (at, seen) = (default(JournalPosition), new List<string>());
        for (var i = 0; i < 100; i++)
        {
            RecordAll(rig, Names(3, 3 * i));
            var records = new List<UsageRecord>();
            at = reader.Read(at, rig.Journal.Writer.Position, 2, records);
            Assert.InRange(records.Count, 0, 2);
            seen.AddRange(records.Select(r => r.RequestId));
        }
        var rest = new List<UsageRecord>();
        reader.Read(at, rig.Journal.Writer.Position, 1_000, rest);
        Assert.Equal(Names(300), [.. seen, .. rest.Select(r => r.RequestId)]);
    }

    [Fact]
    public void A_torn_end_loses_only_the_torn_record_wherever_it_is_torn()
    {
        using var rig = new JournalRig();
        var ends = new List<long>();
        foreach (var id in Names(4))
        {
            rig.Journal.Record(Samples.Record(id));
            ends.Add(rig.Journal.Writer.Position.Offset);
        }
        var whole = File.ReadAllBytes(rig.Folder.PathOf(1));
        using var torn = new TempFolder();
        var folder = new JournalFolder(torn.Path);
        for (var length = 0; length <= whole.Length; length++)
        {
            File.WriteAllBytes(folder.PathOf(1), whole[..length]);
            Assert.Equal(Names(ends.Count(e => e <= length)), JournalRig.Ids(folder, new JournalPosition(2, 0)));
        }
    }

    [Fact]
    public void A_flipped_bit_loses_only_its_record_wherever_it_is()
    {
        using var rig = new JournalRig();
        RecordAll(rig, ["before"]);
        var start = rig.Journal.Writer.Position.Offset;
        RecordAll(rig, ["hit"]);
        var end = rig.Journal.Writer.Position.Offset;
        RecordAll(rig, ["after"]);
        var whole = File.ReadAllBytes(rig.Folder.PathOf(1));
        using var damaged = new TempFolder();
        var folder = new JournalFolder(damaged.Path);
        for (var at = start; at < end; at++)
        {
            var bytes = (byte[])whole.Clone();
            bytes[at] ^= (byte)(1 << (int)(at % 8));
            File.WriteAllBytes(folder.PathOf(1), bytes);
            Assert.Equal(["before", "after"], JournalRig.Ids(folder, new JournalPosition(2, 0)));
        }
    }

    [Fact]
    public void A_record_inside_another_ones_text_is_not_taken_for_a_record()
    {
        using var rig = new JournalRig();
        var frame = new byte[JournalFrame.MaxSize];
        var size = JournalFrame.HeaderSize + UsageRecordCodec.Encode(Samples.Record("forged"), frame.AsSpan(JournalFrame.HeaderSize));
        JournalFrame.Seal(frame.AsSpan(0, size), rig.Journal.Writer.Seed + 1);
        RecordAll(rig, ["real"]);
        var bytes = File.ReadAllBytes(rig.Folder.PathOf(1));
        File.WriteAllBytes(rig.Folder.PathOf(1), [.. bytes, .. frame[..size]]);
        Assert.Equal(["real"], JournalRig.Ids(rig.Folder, new JournalPosition(2, 0)));
    }

    [Fact]
    public async Task Many_writers_lose_nothing_and_each_keeps_its_order()
    {
        using var rig = new JournalRig(new JournalOptions { SegmentBytes = 64 << 10 });
        await Task.WhenAll(Enumerable.Range(0, 8).Select(w => Task.Run(() =>
        {
            for (var i = 0; i < 2_000; i++) rig.Journal.Record(Samples.Record($"{w}-{i}"));
        }, TestContext.Current.CancellationToken)));
        var byWriter = rig.Ids().GroupBy(id => id[0]).ToDictionary(g => g.Key, g => g.Select(id => id[2..]).ToList());
        Assert.Equal(8, byWriter.Count);
        foreach (var ids in byWriter.Values) Assert.Equal(Enumerable.Range(0, 2_000).Select(i => i.ToString(System.Globalization.CultureInfo.InvariantCulture)), ids);
    }

    [Fact]
    public void A_start_after_a_crash_leaves_the_torn_end_alone()
    {
        using var rig = new JournalRig();
        RecordAll(rig, Names(3));
        using (var file = File.Open(rig.Folder.PathOf(1), FileMode.Open, FileAccess.Write, FileShare.ReadWrite)) file.SetLength(file.Length - 5);
        using var next = new JournalRig(path: rig.Temp.Path);
        RecordAll(next, ["new"]);
        Assert.Equal(2, next.Journal.Writer.FirstSegment);
        Assert.Equal(rig.Journal.Writer.Identity, next.Journal.Writer.Identity);
        Assert.Equal(["r0", "r1", "new"], next.Ids());
    }

    [Fact]
    public void A_full_disk_keeps_records_in_memory_and_nothing_torn_in_the_file()
    {
        using var rig = new JournalRig(new JournalOptions { QueuedRecords = 1_000 });
        RecordAll(rig, Names(10));
        for (var space = 0; space < 300; space += 7)
        {
            rig.Disk.Space = space;
            RecordAll(rig, Names(5, 10 + space));
            Assert.Contains("No space left on device", rig.Journal.Trouble, StringComparison.Ordinal);
            Assert.Equal(rig.Journal.Writer.Position.Offset, new FileInfo(rig.Folder.PathOf(1)).Length);
            rig.Time.Advance(TimeSpan.FromSeconds(1));
            Assert.NotNull(rig.Journal.Trouble);
            rig.Disk.Space = long.MaxValue;
            rig.Time.Advance(TimeSpan.FromSeconds(1));
            Assert.Null(rig.Journal.Trouble);
        }
        Assert.Equal([.. Names(10), .. Enumerable.Range(0, 43).SelectMany(i => Names(5, 10 + 7 * i))], rig.Ids());
        Assert.Equal(0, rig.Journal.Lost);
    }

    [Fact]
    public void Records_that_waited_wake_the_reader()
    {
        using var rig = new JournalRig();
        rig.Disk.Space = 0;
        RecordAll(rig, Names(1));
        Assert.True(rig.Journal.News.WaitAsync(TestContext.Current.CancellationToken).IsCompleted);
        rig.Disk.Space = long.MaxValue;
        rig.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(rig.Journal.News.WaitAsync(TestContext.Current.CancellationToken).IsCompleted);
    }

    [Fact]
    public void What_does_not_fit_into_memory_is_counted()
    {
        using var rig = new JournalRig(Small);
        rig.Disk.Space = 0;
        RecordAll(rig, Names(60));
        Assert.Equal(10, rig.Journal.Lost);
        Assert.Contains("50 records wait in memory, 10 did not fit", rig.Journal.Trouble, StringComparison.Ordinal);
        rig.Disk.Space = long.MaxValue;
        rig.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(Names(50), rig.Ids());
    }

    [Fact]
    public void A_disk_that_gives_no_new_file_leaves_the_old_one_growing()
    {
        using var rig = new JournalRig(Small);
        RecordAll(rig, Names(1));
        rig.Disk.RefusesNewFiles = true;
        RecordAll(rig, Names(20, 1));
        Assert.Single(rig.Folder.Segments());
        Assert.Equal(Names(21), rig.Ids());
    }

    [Fact]
    public void A_disk_that_is_full_at_the_very_start_is_waited_for()
    {
        using var rig = new JournalRig();
        rig.Disk.Space = 3;
        RecordAll(rig, Names(2));
        Assert.NotNull(rig.Journal.Trouble);
        Assert.Empty(rig.Folder.Segments());
        rig.Disk.Space = long.MaxValue;
        rig.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(Names(2), rig.Ids());
    }

    [Fact]
    public void What_waits_is_written_at_the_end()
    {
        using var rig = new JournalRig();
        rig.Disk.Space = 0;
        RecordAll(rig, Names(2));
        rig.Disk.Space = long.MaxValue;
        rig.Journal.Dispose();
        Assert.Equal(Names(2), JournalRig.Ids(rig.Folder, new JournalPosition(2, 0)));
        rig.Journal.Record(Samples.Record("late"));
        Assert.Equal(Names(2), JournalRig.Ids(rig.Folder, new JournalPosition(2, 0)));
    }

    [Fact]
    public async Task A_disk_that_fails_now_and_then_loses_nothing_under_many_writers()
    {
        using var rig = new JournalRig(new JournalOptions { SegmentBytes = 16 << 10 });
        var writers = Task.WhenAll(Enumerable.Range(0, 4).Select(w => Task.Run(() =>
        {
            for (var i = 0; i < 2_000; i++)
            {
                if (i % 250 == 0) rig.Disk.Space = w % 2 == 0 ? 100 : long.MaxValue;
                rig.Journal.Record(Samples.Record($"{w}-{i}"));
                if (i % 100 == 0) rig.Time.Advance(TimeSpan.FromSeconds(1));
            }
        }, TestContext.Current.CancellationToken)));
        await writers;
        rig.Disk.Space = long.MaxValue;
        rig.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(rig.Journal.Trouble);
        var ids = rig.Ids();
        Assert.Equal(8_000, ids.Count);
        Assert.Equal(8_000, ids.Distinct().Count());
    }
}
