using System.Globalization;

namespace Ziggie.Benchmarks.Macro;

/// <summary>One line of the table.</summary>
/// <param name="Met">Null where there is no goal.</param>
internal sealed record Line(string What, string Ziggie, string Peer, string Ratio, string Goal, bool? Met)
{
    /// <summary>Medians of both, and the median of the rounds' ratios: a pair ran side by side, so what else the machine did weighs on both.</summary>
    /// <param name="unit">How a value is shown.</param>
    public static Line Compare<T>(string what, string peer, IReadOnlyList<Pair<T>> rounds, Func<T, double> value, Func<double, string> unit, Goal? goal = null)
    {
        var ratios = rounds.Select(r => value(r.Ziggie) / value(r.Peer)).Order().ToArray();
        var middle = Median(ratios);
        return new Line(what, unit(Median(rounds.Select(r => value(r.Ziggie)))), $"{peer} {unit(Median(rounds.Select(r => value(r.Peer))))}",
            string.Create(CultureInfo.InvariantCulture, $"{middle:0.00} × ({ratios[0]:0.00}–{ratios[^1]:0.00})"),
            goal is null ? "" : $"{goal.Text} ×", goal?.Holds(middle));
    }

    /// <summary>A figure that stands alone.</summary>
    public static Line Alone(string what, IEnumerable<double> values, Func<double, string> unit, Goal? goal = null)
    {
        var middle = Median(values);
        return new Line(what, unit(middle), "", "", goal is null ? "" : $"{(goal.AtLeast ? "≥" : "≤")} {unit(goal.Bound)}", goal?.Holds(middle));
    }

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[sorted.Length / 2 - 1] + sorted[sorted.Length / 2]) / 2;
    }
}

/// <summary>What a figure or a ratio is to reach.</summary>
internal sealed record Goal(double Bound, bool AtLeast = false)
{
    public string Text => string.Create(CultureInfo.InvariantCulture, $"{(AtLeast ? "≥" : "≤")} {Bound:0.00}");

    public bool Holds(double value) => AtLeast ? value >= Bound : value <= Bound;
}

/// <summary>What one round measured of each.</summary>
internal readonly record struct Pair<T>(T Ziggie, T Peer);
