using Ziggie.Settings;

namespace Ziggie.Usage.Import;

/// <summary>What a request costs by the configured prices.</summary>
internal static class Pricing
{
    // A price is per million tokens and a cost in thousand-millionths, so a token of price 1 costs 1000.
    private const double NanosPerToken = 1000;

    /// <summary>The cost in thousand-millionths; 0 where the model has no price. Cached prompt tokens cost their own price, else the prompt's.</summary>
    public static long CostNanos(IReadOnlyDictionary<string, ModelPrice> prices, in UsageRecord record)
    {
        if (prices.Count == 0 || record.Model.Length == 0) return 0;
        if (Find(prices, record) is not { } price) return 0;
        var prompt = Math.Max(0, record.Tokens.Prompt);
        var cached = Math.Clamp(record.Tokens.Cached, 0, prompt);
        var completion = Math.Max(0, record.Tokens.Completion);
        var cost = (prompt - cached) * price.Input + cached * (price.Cached ?? price.Input) + completion * price.Output;
        return (long)Math.Round(cost * NanosPerToken);
    }

    private static ModelPrice? Find(IReadOnlyDictionary<string, ModelPrice> prices, in UsageRecord record)
    {
        if (prices.TryGetValue($"{record.Backend}/{record.Model}", out var price) || prices.TryGetValue(record.Model, out price)) return price;
        const string latest = ":latest";
        return record.Model.EndsWith(latest, StringComparison.Ordinal) && prices.TryGetValue(record.Model[..^latest.Length], out price) ? price : null;
    }
}
