namespace Ziggie.Engine.Batching;

/// <summary>An average in which the latest counts most.</summary>
internal struct Average
{
    private const double Weight = 0.2;

    public double Value { get; private set; }
    public readonly bool IsEmpty => Value == 0;

    public void Learn(double value) => Value = IsEmpty ? value : Value + Weight * (value - Value);
}
