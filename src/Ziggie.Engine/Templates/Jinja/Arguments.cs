using Ziggie.Engine.Templates.Jinja.Values;

namespace Ziggie.Engine.Templates.Jinja;

/// <summary>The arguments of a call: first those by position, then those by name.</summary>
/// <param name="Values">All values.</param>
/// <param name="Names">The names of the last values; null where all go by position.</param>
internal readonly record struct Arguments(Value[] Values, string[]? Names = null)
{
    public int Count => Values.Length - (Names?.Length ?? 0);

    /// <summary>By position; undefined where there is none.</summary>
    public Value this[int index] => index < Count ? Values[index] : default;

    public ReadOnlySpan<Value> Positional => Values.AsSpan(0, Count);

    /// <summary>By name, else by position, else undefined.</summary>
    public Value Get(string name, int index) => TryNamed(name, out var value) ? value : this[index];

    public bool TryNamed(string name, out Value value)
    {
        var at = Names is null ? -1 : Array.IndexOf(Names, name);
        value = at < 0 ? default : Values[Count + at];
        return at >= 0;
    }

    public Arguments Before(in Value self) => new([self, .. Values], Names);

    /// <summary>A text argument.</summary>
    public string Text(int index, string what)
    {
        var value = this[index];
        return value.IsString ? value.Text : throw new Fault($"{what} needs text, not {value.TypeName}");
    }

    /// <summary>A whole number, or the fallback where nothing was given.</summary>
    public long IntegerOr(string name, int index, long fallback)
    {
        var value = Get(name, index);
        if (value.IsMissing) return fallback;
        return value.Kind is ValueKind.Integer or ValueKind.Boolean ? value.Integer : throw new Fault($"{name} must be a whole number, not {value.TypeName}");
    }
}
