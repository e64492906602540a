using Ziggie.Tests.Support;
using Ziggie.Transport;
using Ziggie.Usage.Journal;

namespace Ziggie.Tests.Usage.Journal;

/// <summary>Records that are made on a loop of sockets.</summary>
public sealed class LoopBatchTests
{
    [Fact]
    public Task Those_of_one_turn_are_written_at_its_end_before_anyone_goes_on() => OnLoop.RunAsync(async () =>
    {
        using var rig = new JournalRig();
        var writers = Enumerable.Range(0, 100).Select(RecordAsync).ToList();
        Assert.Empty(rig.Ids());
        await Task.WhenAll(writers);

        async Task RecordAsync(int i)
        {
            var loop = ReadySocket.CurrentLoop;
            var written = rig.Journal.Record(Samples.Record($"r{i}"));
            Assert.False(written.IsCompleted);
            await written;
            Assert.Equal(loop, ReadySocket.CurrentLoop);
            Assert.Equal(100, rig.Ids().Count);
        }
    });

    [Fact]
    public Task What_one_turn_begins_is_of_the_next() => OnLoop.RunAsync(async () =>
    {
        using var rig = new JournalRig();
        for (var i = 0; i < 20; i++)
        {
            await rig.Journal.Record(Samples.Record($"r{i}"));
            Assert.Equal(i + 1, rig.Ids().Count);
        }
    });

    [Fact]
    public Task A_full_disk_keeps_each_of_them() => OnLoop.RunAsync(async () =>
    {
        using var rig = new JournalRig(new JournalOptions { QueuedRecords = 7 });
        await rig.Journal.Record(Samples.Record("before"));
        rig.Disk.Space = 100;
        var writers = Enumerable.Range(0, 10).Select(RecordAsync).ToList();
        await Task.WhenAll(writers);
        Assert.Contains("7 records wait in memory, 3 did not fit", rig.Journal.Trouble, StringComparison.Ordinal);
        rig.Disk.Space = long.MaxValue;
        rig.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(["before", "r0", "r1", "r2", "r3", "r4", "r5", "r6"], rig.Ids());

        async Task RecordAsync(int i) => await rig.Journal.Record(Samples.Record($"r{i}"));
    });

    [Fact]
    public void Elsewhere_a_record_is_written_at_once()
    {
        using var rig = new JournalRig();
        Assert.True(rig.Journal.Record(Samples.Record("r")).IsCompleted);
        Assert.Single(rig.Ids());
    }
}
