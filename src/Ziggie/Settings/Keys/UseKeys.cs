namespace Ziggie.Settings;

/// <summary>Keys of <c>limits</c>, <c>discovery</c>, <c>usage</c> and <c>logging</c>.</summary>
internal static class UseKeys
{
    private static readonly SectionShape<ModelPrice> s_price = new SectionShape<ModelPrice>(() => new(0, 0))
        .Key("input", Shapes.Amount, "Per million prompt tokens.", p => p.Input, (p, v) => p with { Input = v }, required: true)
        .Key("output", Shapes.Amount, "Per million completion tokens.", p => p.Output, (p, v) => p with { Output = v }, required: true)
        .Key("cached", Shapes.Optional(Shapes.Amount), "Per million prompt tokens from the backend's cache; without it, as input.", p => p.Cached, (p, v) => p with { Cached = v });

    public static SectionShape<LimitSettings> Limits { get; } = new SectionShape<LimitSettings>(() => new())
        .Key("bodyBytes", Shapes.Size("1KiB", "1GiB"), "Largest request body.", l => l.BodyBytes, (l, v) => l with { BodyBytes = v })
        .Key("jsonDepth", Shapes.Int(8, 1000), "Deepest nesting of a request.", l => l.JsonDepth, (l, v) => l with { JsonDepth = v })
        .Key("modelNameLength", Shapes.Int(16, 4096), "Longest model name.", l => l.ModelNameLength, (l, v) => l with { ModelNameLength = v })
        .Later("uploads", LaterKeys.UploadLimits, "Bounds on uploads.");

    public static SectionShape<DiscoverySettings> Discovery { get; } = new SectionShape<DiscoverySettings>(() => new())
        .Key("enabled", Shapes.Bool, "Whether to look at all.", d => d.Enabled, (d, v) => d with { Enabled = v })
        .Key("interval", Shapes.Duration("1s", "1d"), "How often.", d => d.Interval, (d, v) => d with { Interval = v });

    public static SectionShape<UsageSettings> Usage { get; } = new SectionShape<UsageSettings>(() => new())
        .Key("retentionDays", Shapes.Int(1, 3650), "How long single requests are kept; sums by hour and day stay.", u => u.RetentionDays, (u, v) => u with { RetentionDays = v })
        .Key("prices", Shapes.Map(s_price, "model"), "Model name to its price, in the currency you think in.", u => u.Prices, (u, v) => u with { Prices = v });

    public static SectionShape<LoggingSettings> Logging { get; } = new SectionShape<LoggingSettings>(() => new())
        .Key(
            "level",
            new WordShape<string>([.. new[] { "trace", "debug", "information", "warning", "error", "critical" }.Select(l => (l, l))]),
            "The least important kind of line that is logged.",
            l => l.Level,
            (l, v) => l with { Level = v })
        .Key("content", Shapes.Bool, "Also log prompts and replies. They may hold anything: think before turning this on.", l => l.Content, (l, v) => l with { Content = v });
}
