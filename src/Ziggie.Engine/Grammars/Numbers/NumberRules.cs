using System.Globalization;
using System.Numerics;
using Ziggie.Engine.Grammars.Schemas;

namespace Ziggie.Engine.Grammars.Numbers;

/// <summary>Rules for numbers within bounds.</summary>
internal sealed class NumberRules(GrammarBuilder rules, JsonRules json)
{
    private const int MaxPlaces = 17;
    private const int MaxListed = 1000;

    // Eighteen nines: a 64-bit integer holds them.
    private static readonly BigInteger s_largest = BigInteger.Pow(10, 18) - 1;

    /// <summary>Null where no number fits.</summary>
    public string? Rule(SchemaFacts facts, bool whole)
    {
        var range = NumberRange.Of(facts);
        if (range is { Low: null, High: null, Steps.Count: 0 }) return whole ? json.Integer : json.Number;
        if (range.IsEmpty) return null;
        var alternatives = range.Steps.Count > 0 ? Stepped(facts, range, whole) : whole ? Whole(range, 0) : Any(range, MaxPlaces);
        return alternatives.Count == 0 ? null : rules.Add(whole ? "integer" : "number", string.Join(" | ", alternatives));
    }

    /// <summary>Of a power of ten, or few enough to list.</summary>
    private static List<string> Stepped(SchemaFacts facts, NumberRange range, bool whole)
    {
        if (range.Steps is [var step] && TenTo(step) is { } power)
        {
            if (power <= 0 && !whole) return Any(range, -power);
            if (power >= 0 || whole) return Whole(range, Math.Max(0, power));
        }
        var listed = Listed(range, whole);
        return listed ?? throw new GrammarException(
            facts.With("multipleOf").First().Below("multipleOf"),
            $"can be kept for 0.01, 0.1, 1, 10 and the like, and where minimum and maximum leave at most {MaxListed} values. Give both, or leave it out.");
    }

    /// <summary>The exponent of a power of ten.</summary>
    private static int? TenTo(Exact step)
    {
        if (step.Unscaled.IsOne) return -step.Scale;
        var text = step.Unscaled.ToString(CultureInfo.InvariantCulture);
        return step.Scale == 0 && text[0] == '1' && text.AsSpan(1).Trim('0').IsEmpty ? text.Length - 1 : null;
    }

    private static List<string>? Listed(NumberRange range, bool whole)
    {
        if (range.Low is not { } low || range.High is not { } high) return null;
        var scale = range.Steps.Max(s => s.Scale);
        var unit = BigInteger.Pow(10, scale);
        var largest = range.Steps.Max(s => s.Unscaled * BigInteger.Pow(10, scale - s.Scale));
        // In units of the finest step's last digit, from the first multiple of the widest step on.
        var first = Exact.Of(low.Value.Unscaled * unit, low.Value.Scale).Ceiling;
        first += ((-first % largest) + largest) % largest;
        var last = Exact.Of(high.Value.Unscaled * unit, high.Value.Scale).Floor;
        if ((last - first) / largest >= MaxListed) return null;
        var listed = new List<string>();
        for (var value = first; value <= last; value += largest)
        {
            var exact = Exact.Of(value, scale);
            if (range.Holds(exact) && (!whole || exact.Scale == 0)) listed.Add(GrammarText.Literal(Text(exact)));
        }
        return listed;
    }

    private static string Text(Exact value)
    {
        if (value.Unscaled.Sign < 0) return $"-{Text(value.Negated)}";
        return value.Scale == 0 ? value.Unscaled.ToString(CultureInfo.InvariantCulture) : string.Create(CultureInfo.InvariantCulture, $"{value.Floor}.{value.Fraction}");
    }

    /// <summary>Whole numbers that end in so many zeros.</summary>
    private static List<string> Whole(NumberRange range, int zeros)
    {
        var unit = BigInteger.Pow(10, zeros);
        var low = range.Low is { } l ? BigInteger.Max(l.Open ? l.Value.Floor + 1 : l.Value.Ceiling, -s_largest) : -s_largest;
        var high = range.High is { } h ? BigInteger.Min(h.Open ? h.Value.Ceiling - 1 : h.Value.Floor, s_largest) : s_largest;
        // Towards zero for what lies within: -15 to 25 by tens is -10 to 20.
        (low, high) = (-FloorOf(-low, unit), FloorOf(high, unit));
        var alternatives = new List<string>();
        var tail = zeros == 0 ? "" : $" {GrammarText.Literal(new string('0', zeros))}";
        if (low.Sign < 0 && low <= high) alternatives.Add($"\"-\" {GrammarText.Any(Digits.Between(BigInteger.Max(1, -high), -low))}{tail}");
        if (low.Sign <= 0 && high.Sign >= 0) alternatives.Add("\"0\"");
        if (high.Sign > 0 && low <= high) alternatives.AddRange(Digits.Between(BigInteger.Max(1, low), high).Select(d => d + tail));
        return alternatives;
    }

    private static BigInteger FloorOf(BigInteger value, BigInteger unit) => (value - (((value % unit) + unit) % unit)) / unit;

    private static List<string> Any(NumberRange range, int places)
    {
        var alternatives = new List<string>();
        var zero = new Exact(0, 0);
        if (range.Low is not { } low || low.Value.CompareTo(zero) < 0)
        {
            // Mirrored; without -0.
            var nearest = range.High is { } h && h.Value.CompareTo(zero) < 0 ? new Bound(h.Value.Negated, h.Open) : new Bound(zero, Open: true);
            var farthest = range.Low is { } l ? new Bound(l.Value.Negated, l.Open) : (Bound?)null;
            alternatives.AddRange(Positive(nearest, farthest, places).Select(a => $"\"-\" {a}"));
        }
        if (range.High is not { } high || high.Value.CompareTo(zero) > (high.Open ? 0 : -1))
            alternatives.AddRange(Positive(range.Low is { } l && l.Value.CompareTo(zero) >= 0 ? l : new Bound(zero, Open: false), range.High, places));
        return alternatives;
    }

    private static List<string> Positive(Bound low, Bound? high, int places)
    {
        var alternatives = new List<string>();
        var first = low.Value.Floor;
        var last = high is { } h && h.Value.Floor <= s_largest ? h.Value.Floor : s_largest;
        var capped = high is not { } given || given.Value.Floor > s_largest;
        if (first > last) return alternatives;
        void Add(BigInteger whole, Bound? above, Bound? below)
        {
            var fractions = new Fractions(above?.Value.Fraction, above?.Open ?? false, below?.Value.Fraction, below?.Open ?? false, places);
            if (fractions.Text() is { } text) alternatives.Add($"{GrammarText.Literal(whole.ToString(CultureInfo.InvariantCulture))} {text}");
        }

        if (first == last && !capped)
        {
            Add(first, low, high);
            return alternatives;
        }
        // A bound that is a whole number itself binds no digits after it.
        var free = new Fractions(null, false, null, false, places).Text();
        var from = low is { Open: false, Value.Scale: 0 } ? first : first + 1;
        var to = capped ? last : last - 1;
        if (from != first) Add(first, low, null);
        if (from <= to) alternatives.Add($"{GrammarText.Any(Digits.Between(from, to))} {free}");
        if (!capped) Add(last, null, high);
        return alternatives;
    }
}
