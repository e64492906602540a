namespace Ziggie.Machine.History;

/// <summary>
/// The samples of one minute, as bytes: how many, their milliseconds within the minute (each as far from the one before), how many metrics, then of each its id and
/// a value for every sample, which is no number where it was not measured.
/// </summary>
internal sealed class SamplePack
{
    /// <summary>A sample a second and some to spare.</summary>
    private const int Most = 120;

    private readonly SortedDictionary<int, Dictionary<long, float>> _samples = [];

    /// <summary>False where there is a sample of that very moment already: it has been taken in before. Also where a minute has no room for more.</summary>
    public bool TryAdd(int millisecond, Dictionary<long, float> values) => _samples.Count < Most && _samples.TryAdd(millisecond, values);

    /// <summary>Adds what <see cref="ToBytes"/> wrote.</summary>
    public void Add(ReadOnlySpan<byte> bytes) => Read(bytes, (millisecond, metric, value) =>
    {
        if (!_samples.TryGetValue(millisecond, out var values)) _samples[millisecond] = values = [];
        values[metric] = value;
    });

    /// <summary>Hands over each value of a pack without keeping any.</summary>
    public static void Read(ReadOnlySpan<byte> bytes, SampleReader each)
    {
        var reader = new PackReader(bytes);
        var count = (int)Math.Min(reader.Number(), Most);
        Span<int> times = stackalloc int[Most];
        for (var i = 0; i < count; i++) times[i] = (int)reader.Number() + (i > 0 ? times[i - 1] : 0);
        for (var left = reader.Number(); left > 0 && reader.Left > 0; left--)
        {
            var metric = reader.Number();
            for (var i = 0; i < count; i++)
                if (reader.Single() is var value && !float.IsNaN(value)) each(times[i], metric, value);
        }
    }

    public byte[] ToBytes()
    {
        var writer = new PackWriter();
        writer.Number(_samples.Count);
        var last = 0;
        foreach (var millisecond in _samples.Keys)
        {
            writer.Number(millisecond - last);
            last = millisecond;
        }
        long[] metrics = [.. _samples.Values.SelectMany(v => v.Keys).Distinct().Order()];
        writer.Number(metrics.Length);
        foreach (var metric in metrics)
        {
            writer.Number(metric);
            foreach (var values in _samples.Values) writer.Single(values.GetValueOrDefault(metric, float.NaN));
        }
        return writer.ToArray();
    }
}

internal delegate void SampleReader(int millisecond, long metric, float value);
