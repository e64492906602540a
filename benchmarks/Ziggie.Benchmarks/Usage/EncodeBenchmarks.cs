using BenchmarkDotNet.Attributes;
using Ziggie.Usage;
using Ziggie.Usage.Journal;

namespace Ziggie.Benchmarks.Usage;

/// <summary>The part of a record's cost that is not the write.</summary>
public class EncodeBenchmarks
{
    private readonly byte[] _frame = new byte[JournalFrame.MaxSize];
    private readonly UsageRecord _record = SampleRecord.Typical();

    [Benchmark]
    public int Encode()
    {
        var size = JournalFrame.HeaderSize + UsageRecordCodec.Encode(_record, _frame.AsSpan(JournalFrame.HeaderSize));
        JournalFrame.Seal(_frame.AsSpan(0, size), 7);
        return size;
    }
}
