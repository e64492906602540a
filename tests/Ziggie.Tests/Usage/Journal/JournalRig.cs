using Ziggie.Tests.Support;
using Ziggie.Usage;
using Ziggie.Usage.Journal;

namespace Ziggie.Tests.Usage.Journal;

/// <summary>A journal in a folder of its own, on a disk that can be made to fail.</summary>
internal sealed class JournalRig : IDisposable
{
    public JournalRig(JournalOptions? options = null, string? path = null)
    {
        Folder = new JournalFolder(path ?? Temp.Path);
        Disk = new FailingSegmentFiles(new DiskSegmentFiles(Folder));
        Journal = new UsageJournal(Folder, Disk, options ?? new JournalOptions(), new MonthTotals(Time), Time);
    }

    public TempFolder Temp { get; } = new();
    public ManualTime Time { get; } = new();
    public JournalFolder Folder { get; }
    public FailingSegmentFiles Disk { get; }
    public UsageJournal Journal { get; }

    /// <summary>Ids of all records that a reader finds.</summary>
    public List<string> Ids() => Ids(Folder, Journal.Writer.Position);

    public static List<string> Ids(JournalFolder folder, JournalPosition end)
    {
        using var reader = new JournalReader(folder);
        var records = new List<UsageRecord>();
        Assert.Equal(end, reader.Read(default, end, int.MaxValue - 1, records));
        return records.ConvertAll(r => r.RequestId);
    }

    public void Dispose()
    {
        Journal.Dispose();
        Temp.Dispose();
    }
}
