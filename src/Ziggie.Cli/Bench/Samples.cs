namespace Ziggie.Cli.Bench;

/// <summary>Numbers whose percentiles are asked for; beyond a bound, a fair choice of them.</summary>
internal sealed class Samples
{
    private const int Most = 200_000;

    private readonly List<double> _kept = [];
    private readonly Random _random = new(1);
    private long _seen;
    private bool _sorted;

    public long Count => _seen;

    public void Add(double value)
    {
        _seen++;
        _sorted = false;
        if (_kept.Count < Most) _kept.Add(value);
        else if (_random.NextInt64(_seen) is var at and < Most) _kept[(int)at] = value;
    }

    /// <summary>The smallest that so large a part of them does not exceed; null where there are none.</summary>
    public double? At(double part)
    {
        if (_kept.Count == 0) return null;
        if (!_sorted) _kept.Sort();
        _sorted = true;
        return _kept[Math.Clamp((int)Math.Ceiling(part * _kept.Count) - 1, 0, _kept.Count - 1)];
    }
}
