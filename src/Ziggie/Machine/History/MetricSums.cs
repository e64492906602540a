namespace Ziggie.Machine.History;

/// <summary>What is left of many values; two such make one, as if all values had gone into it.</summary>
internal readonly record struct MetricSums(long Count, double Sum, float Min, float Max)
{
    public double Mean => Sum / Count;

    public static MetricSums Of(float value) => new(1, value, value, value);

    public MetricSums With(in MetricSums other) =>
        Count == 0 ? other : other.Count == 0 ? this : new MetricSums(Count + other.Count, Sum + other.Sum, Math.Min(Min, other.Min), Math.Max(Max, other.Max));
}
