using Ziggie.Usage.Rollups;

namespace Ziggie.Tests.Usage.Rollups;

public sealed class LatencyHistogramTests
{
    [Fact]
    public void Buckets_follow_each_other_without_gaps()
    {
        foreach (var scale in new[] { LatencyScale.Stored, LatencyScale.Live })
        {
            var last = 0;
            for (var value = 0L; value < 100_000; value++)
            {
                var index = scale.IndexOf(value);
                Assert.InRange(index - last, 0, 1);
                last = index;
            }
            Assert.Equal(scale.Buckets - 1, scale.IndexOf(long.MaxValue));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Percentiles_are_right_to_the_promised_share(int seed)
    {
        var random = new Random(seed);
        var values = Enumerable.Range(0, 5_000).Select(_ => (long)Math.Exp(random.NextDouble() * 20)).ToList();
        var histogram = new LatencyHistogram();
        values.ForEach(histogram.Add);
        values.Sort();
        foreach (var share in new[] { 0.01, 0.5, 0.9, 0.95, 0.99, 1.0 })
        {
            var exact = values[Math.Max(0, (int)Math.Ceiling(share * values.Count) - 1)] / 1000.0;
            var told = histogram.PercentileMs(share)!.Value;
            Assert.InRange(told, exact * (1 - 0.032) - 0.001, exact * (1 + 0.032) + 0.001);
        }
    }

    [Fact]
    public void Merging_bytes_is_the_same_as_counting_at_once()
    {
        var random = new Random(7);
        var (all, merged) = (new LatencyHistogram(), new LatencyHistogram());
        for (var part = 0; part < 20; part++)
        {
            var histogram = new LatencyHistogram();
            for (var i = 0; i < 200; i++)
            {
                var value = random.NextInt64(1L << random.Next(40));
                histogram.Add(value);
                all.Add(value);
            }
            merged.Add(histogram.ToBytes());
        }
        Assert.Equal(all.ToBytes(), merged.ToBytes());
        Assert.Equal(4_000, merged.Count);
        Assert.Equal(all.PercentileMs(0.5), merged.PercentileMs(0.5));
    }

    [Fact]
    public void Nothing_measured_has_no_percentile()
    {
        var histogram = new LatencyHistogram();
        histogram.Add(-1);
        Assert.Null(histogram.PercentileMs(0.5));
        Assert.Empty(histogram.ToBytes());
    }

    [Fact]
    public void Damaged_bytes_do_no_harm()
    {
        var random = new Random(3);
        for (var i = 0; i < 1_000; i++)
        {
            var bytes = new byte[random.Next(40)];
            random.NextBytes(bytes);
            new LatencyHistogram().Add(bytes.AsSpan());
        }
    }
}
