using Ziggie.Engine.Grammars.Schemas;

namespace Ziggie.Engine.Grammars.Numbers;

/// <summary>An end of a range.</summary>
/// <param name="Open">The value itself lies outside.</param>
internal readonly record struct Bound(Exact Value, bool Open);

/// <summary>Which numbers a schema allows.</summary>
internal sealed record NumberRange(Bound? Low, Bound? High, IReadOnlyList<Exact> Steps)
{
    public static NumberRange Of(SchemaFacts facts)
    {
        Bound? low = null, high = null;
        foreach (var term in facts.Terms)
        {
            // The way of draft 4: a mark on the plain bound.
            var lowOpen = IsTrue(term, "exclusiveMinimum");
            var highOpen = IsTrue(term, "exclusiveMaximum");
            if (Read(term, "minimum") is { } minimum) low = Higher(low, new Bound(minimum, lowOpen));
            if (Read(term, "maximum") is { } maximum) high = Lower(high, new Bound(maximum, highOpen));
            if (!IsBoolean(term, "exclusiveMinimum") && Read(term, "exclusiveMinimum") is { } above) low = Higher(low, new Bound(above, Open: true));
            if (!IsBoolean(term, "exclusiveMaximum") && Read(term, "exclusiveMaximum") is { } below) high = Lower(high, new Bound(below, Open: true));
        }
        return new NumberRange(low, high, [.. facts.With("multipleOf").Select(Step)]);
    }

    public bool IsEmpty => Low is { } low && High is { } high && low.Value.CompareTo(high.Value) is var order && (order > 0 || (order == 0 && (low.Open || high.Open)));

    public bool Holds(Exact value) =>
        (Low is not { } low || value.CompareTo(low.Value) > (low.Open ? 0 : -1))
        && (High is not { } high || value.CompareTo(high.Value) < (high.Open ? 0 : 1))
        && Steps.All(value.IsMultipleOf);

    /// <summary>What lies in both.</summary>
    public NumberRange And(NumberRange other) => new(
        other.Low is { } low ? Higher(Low, low) : Low,
        other.High is { } high ? Lower(High, high) : High,
        [.. Steps, .. other.Steps]);

    private static Bound Higher(Bound? one, Bound other) =>
        one is not { } known || other.Value.CompareTo(known.Value) is var order && (order > 0 || (order == 0 && other.Open)) ? other : known;

    private static Bound Lower(Bound? one, Bound other) =>
        one is not { } known || other.Value.CompareTo(known.Value) is var order && (order < 0 || (order == 0 && other.Open)) ? other : known;

    private static Exact? Read(SchemaTerm term, string keyword) => term.Has(keyword) ? Exact.Read(term.Below(keyword), term.Schema.GetProperty(keyword)) : null;

    private static Exact Step(SchemaTerm term) =>
        Read(term, "multipleOf") is { Unscaled.Sign: > 0 } step ? step : throw new GrammarException(term.Below("multipleOf"), "must be a number above 0.");

    private static bool IsTrue(SchemaTerm term, string keyword) => term.Has(keyword) && term.Schema.GetProperty(keyword).ValueKind == System.Text.Json.JsonValueKind.True;

    private static bool IsBoolean(SchemaTerm term, string keyword) => IsTrue(term, keyword) || (term.Has(keyword) && term.Schema.GetProperty(keyword).ValueKind == System.Text.Json.JsonValueKind.False);
}
