namespace Ziggie.Engine.Batching;

/// <summary>What a step takes that goes on with so many streams and reads no prompt.</summary>
internal sealed class DecodeCost(int mostStreams)
{
    /// <summary>Of a step, what it takes however few streams there are.</summary>
    private const double Fixed = 0.2;

    private readonly Average[] _seen = new Average[mostStreams + 1];

    public void Learn(int streams, double nanoseconds) => _seen[streams].Learn(nanoseconds);

    /// <summary>Nanoseconds, from the nearest number of streams seen; 0 where none was.</summary>
    public double Of(int streams)
    {
        for (var distance = 0; distance < _seen.Length; distance++)
        {
            if (streams - distance > 0 && _seen[streams - distance] is { IsEmpty: false } less) return Scaled(less.Value, streams - distance, streams);
            if (streams + distance < _seen.Length && _seen[streams + distance] is { IsEmpty: false } more) return Scaled(more.Value, streams + distance, streams);
        }
        return 0;
    }

    private static double Scaled(double seen, int from, int to) => seen * (Fixed + (1 - Fixed) * to / from);
}

/// <summary>An average in which the latest counts most.</summary>
internal struct Average
{
    private const double Weight = 0.2;

    public double Value { get; private set; }
    public readonly bool IsEmpty => Value == 0;

    public void Learn(double value) => Value = IsEmpty ? value : Value + Weight * (value - Value);
}
