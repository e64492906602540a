using System.Runtime.CompilerServices;
using Ziggie.Transport;
using Ziggie.Usage.Journal;

namespace Ziggie.Usage;

/// <summary>Takes the records of finished requests into the journal, counts the month's tokens, and wakes the importer.</summary>
internal sealed class UsageJournal : IUsageRecorder, IDisposable
{
    private readonly JournalWriter _writer;
    private readonly MonthTotals _months;
    private readonly AsyncSignal _news = new();
    private readonly LoopBatch?[] _batches = new LoopBatch?[ReadySocket.MostLoops];
    private long _unwritable;

    public UsageJournal(JournalFolder folder, ISegmentFiles files, JournalOptions options, MonthTotals months, TimeProvider time)
    {
        (Folder, _months) = (folder, months);
        SegmentBytes = options.SegmentBytes;
        _writer = new JournalWriter(folder, files, options, time, _news.Set);
    }

    public JournalFolder Folder { get; }

    public JournalWriter Writer => _writer;

    public long SegmentBytes { get; }

    /// <summary>Set when there are records that the importer has not seen.</summary>
    public AsyncSignal News => _news;

    public string? Trouble => _writer.Trouble;

    /// <summary>Records that were lost since the disk refused them for too long, ever.</summary>
    public long Lost => _writer.Lost + Volatile.Read(ref _unwritable);

    public long MonthTokens(string keyId) => _months.Of(keyId);

    [SkipLocalsInit]
    public TurnEnd Record(in UsageRecord record)
    {
        try
        {
            Span<byte> frame = stackalloc byte[JournalFrame.MaxSize];
            var size = JournalFrame.HeaderSize + UsageRecordCodec.Encode(record, frame[JournalFrame.HeaderSize..]);
            JournalFrame.Seal(frame[..size], _writer.Seed);
            _months.Journaled(record);
            _news.Set();
            if (ReadySocket.CurrentLoop is not ReadySocket.Nothing and var loop) return (_batches[loop] ??= new LoopBatch(_writer)).Add(frame[..size]);
            _writer.Append(frame[..size]);
        }
        catch (Exception)
        {
            // The reply must go out whatever happens here.
            Interlocked.Increment(ref _unwritable);
        }
        return default;
    }

    public void Dispose()
    {
        _writer.Dispose();
        _news.Dispose();
    }
}
