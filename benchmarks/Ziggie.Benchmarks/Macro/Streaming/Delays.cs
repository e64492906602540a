using System.Diagnostics;

namespace Ziggie.Benchmarks.Macro.Streaming;

/// <summary>How long each piece was on its way.</summary>
internal sealed class Delays(int most)
{
    private readonly long[] _ticks = new long[most];
    private bool _sorted;

    public int Count { get; private set; }

    public void Add(long ticks)
    {
        if (Count < _ticks.Length) _ticks[Count] = ticks;
        Count++;
    }

    public double Micros(double part)
    {
        if (Count == 0 || Count > _ticks.Length) throw new BenchmarkException($"{Count} chunks came where {_ticks.Length} were due");
        if (!_sorted) Array.Sort(_ticks, 0, Count);
        _sorted = true;
        return _ticks[Math.Min(Count - 1, (int)(Count * part))] * 1e6 / Stopwatch.Frequency;
    }
}
