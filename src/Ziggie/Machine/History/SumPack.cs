namespace Ziggie.Machine.History;

/// <summary>The sums of all metrics over one stretch of time, as bytes: how many metrics, then of each its id, count, sum, least and most.</summary>
internal sealed class SumPack
{
    private readonly SortedDictionary<long, MetricSums> _sums = [];

    public IReadOnlyDictionary<long, MetricSums> Sums => _sums;

    public void Add(long metric, in MetricSums sums) => _sums[metric] = _sums.GetValueOrDefault(metric).With(sums);

    /// <summary>Adds what <see cref="ToBytes"/> wrote.</summary>
    public void Add(ReadOnlySpan<byte> bytes) => Read(bytes, Add);

    /// <summary>Hands over each metric of a pack without keeping any.</summary>
    public static void Read(ReadOnlySpan<byte> bytes, SumReader each)
    {
        var reader = new PackReader(bytes);
        for (var left = reader.Number(); left > 0 && reader.Left > 0; left--)
        {
            var metric = reader.Number();
            var sums = new MetricSums(reader.Number(), reader.Double(), reader.Single(), reader.Single());
            if (sums.Count > 0) each(metric, sums);
        }
    }

    public byte[] ToBytes()
    {
        var writer = new PackWriter();
        writer.Number(_sums.Count);
        foreach (var (metric, sums) in _sums)
        {
            writer.Number(metric);
            writer.Number(sums.Count);
            writer.Double(sums.Sum);
            writer.Single(sums.Min);
            writer.Single(sums.Max);
        }
        return writer.ToArray();
    }
}

internal delegate void SumReader(long metric, in MetricSums sums);
