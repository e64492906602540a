using Ziggie.Machine.History;

namespace Ziggie.Tests.Machine.History;

public sealed class PackTests
{
    [Fact]
    public void Samples_come_back_as_they_were()
    {
        var pack = new SamplePack();
        Assert.True(pack.TryAdd(59_999, new() { [1] = 1.5f, [300] = 1e12f }));
        Assert.True(pack.TryAdd(0, new() { [1] = 2.5f }));
        var again = new SamplePack();
        again.Add(pack.ToBytes());
        Assert.False(again.TryAdd(0, new() { [1] = 9 }));
        Assert.Equal([(0, 1, 2.5f), (59_999, 1, 1.5f), (59_999, 300, 1e12f)], Values(again.ToBytes()));
    }

    /// <summary>In whatever order and through however many packs values went: the sums are those of all.</summary>
    [Fact]
    public void Sums_merge_as_if_all_values_had_gone_into_one()
    {
        var random = new Random(7);
        var values = Enumerable.Range(0, 1_000).Select(_ => (Metric: (long)random.Next(1, 40), Value: (float)(random.NextDouble() * 1e6))).ToList();
        var whole = new SumPack();
        foreach (var (metric, value) in values) whole.Add(metric, MetricSums.Of(value));
        var merged = new SumPack();
        foreach (var part in values.Chunk(13).Reverse())
        {
            var pack = new SumPack();
            foreach (var (metric, value) in part) pack.Add(metric, MetricSums.Of(value));
            merged.Add(pack.ToBytes());
        }
        Assert.Equal(whole.Sums.Keys, merged.Sums.Keys);
        Assert.All(whole.Sums, s => Assert.Equal((s.Value.Count, s.Value.Min, s.Value.Max), (merged.Sums[s.Key].Count, merged.Sums[s.Key].Min, merged.Sums[s.Key].Max)));
        Assert.All(whole.Sums, s => Assert.Equal(s.Value.Sum, merged.Sums[s.Key].Sum, 1e-3));
    }

    [Fact]
    public void A_row_of_forty_metrics_is_small()
    {
        var sums = new SumPack();
        var samples = new SamplePack();
        for (var metric = 1L; metric <= 40; metric++) sums.Add(metric, new MetricSums(6, 1e12 / metric, 1, 1e12f));
        for (var i = 0; i < 6; i++) samples.TryAdd(i * 10_000, Enumerable.Range(1, 40).ToDictionary(m => (long)m, m => (float)m));
        Assert.InRange(sums.ToBytes().Length, 1, 750);
        Assert.InRange(samples.ToBytes().Length, 1, 1_050);
    }

    [Fact]
    public void A_pack_that_ends_early_or_is_no_pack_does_no_harm()
    {
        var pack = new SumPack();
        pack.Add(1, MetricSums.Of(5));
        pack.Add(2, MetricSums.Of(6));
        var bytes = pack.ToBytes();
        for (var length = 0; length <= bytes.Length; length++) new SumPack().Add(bytes.AsSpan(0, length));
        var random = new Random(11);
        for (var i = 0; i < 1_000; i++)
        {
            var noise = new byte[random.Next(60)];
            random.NextBytes(noise);
            new SumPack().Add(noise);
            Values(noise);
        }
    }

    private static List<(int, long, float)> Values(byte[] bytes)
    {
        List<(int, long, float)> found = [];
        SamplePack.Read(bytes, (millisecond, metric, value) => found.Add((millisecond, metric, value)));
        return found;
    }
}
