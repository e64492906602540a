using System.Text.Json;
using Ziggie.Simulator.Replies;

namespace Ziggie.Simulator.Schemas;

/// <summary>Numbers within a schema's bounds.</summary>
internal static class SchemaNumbers
{
    private const double Range = 100;

    public static void WriteInteger(Utf8JsonWriter json, JsonElement schema, Rng random)
    {
        var (low, high) = Bounds(schema, 1);
        // A step that is itself no whole number (0.5) is met by every multiple of its first whole multiple.
        var step = schema.Number("multipleOf") is { } asked and > 0 ? WholeMultiple(asked) : 1;
        json.WriteNumberValue((long)Math.Clamp(Multiple(low, high, step, random), -9e15, 9e15));
    }

    public static void WriteNumber(Utf8JsonWriter json, JsonElement schema, Rng random)
    {
        var (low, high) = Bounds(schema, 0);
        if (schema.Number("multipleOf") is { } step and > 0)
        {
            json.WriteNumberValue((decimal)Math.Clamp(Multiple(low, high, step, random), -1e15, 1e15));
            return;
        }
        var value = low + (high - low) * (0.25 + random.Fraction() / 2);
        var round = Math.Round(value, 2);
        json.WriteNumberValue(round > low && round < high ? round : value);
    }

    private static double Multiple(double low, double high, double step, Rng random)
    {
        var first = Math.Ceiling(low / step);
        var last = Math.Floor(high / step);
        var count = Math.Clamp(last - first + 1, 1, Range);
        // Through decimal, so that 3 × 0.1 is 0.3.
        var factor = first + random.Below((int)count);
        return Math.Abs(factor) < 1e12 && step is > 1e-9 and < 1e12 ? (double)((decimal)factor * (decimal)step) : factor * step;
    }

    private static double WholeMultiple(double step)
    {
        for (var times = 1; times <= 1000; times++)
            if (Math.Abs(step * times - Math.Round(step * times)) < 1e-9) return Math.Round(step * times);
        return 1;
    }

    /// <summary>Both ends included. An excluded end moves by <paramref name="unit"/>, or by a bit where there is none.</summary>
    private static (double Low, double High) Bounds(JsonElement schema, double unit)
    {
        var low = schema.Number("minimum");
        var high = schema.Number("maximum");
        if (Excluded(schema, "exclusiveMinimum", low) is { } above && above >= (low ?? above)) low = unit > 0 ? Math.Floor(above) + unit : above + Math.Max(1e-6, Math.Abs(above) * 1e-9);
        if (Excluded(schema, "exclusiveMaximum", high) is { } below && below <= (high ?? below)) high = unit > 0 ? Math.Ceiling(below) - unit : below - Math.Max(1e-6, Math.Abs(below) * 1e-9);
        var from = low ?? (high is { } most ? Math.Min(0, most - Range) : 0);
        return (from, high ?? Math.Max(from, 0) + Range);
    }

    /// <summary>The bound as newer drafts write it (a number) or as draft 4 does (true beside the plain bound).</summary>
    private static double? Excluded(JsonElement schema, string word, double? plain) =>
        schema.Number(word) ?? (schema.TryGetProperty(word, out var flag) && flag.ValueKind == JsonValueKind.True ? plain : null);
}
