using System.Globalization;
using System.Text.Json.Nodes;
using Ziggie.Cli.Output;

namespace Ziggie.Cli.Bench;

/// <summary>Shows what was measured: a table and bars for people, numbers for programs.</summary>
internal static class BenchReport
{
    private const int WidestBar = 60;

    private static readonly IReadOnlyList<Column> s_columns =
    [
        new("At once", true), new("Answered", true), new("Failed", true), new("First token p50 p95 p99", true), new("Between tokens", true), new("Whole reply", true), new("Queue p95", true),
        new("Tokens/s each", true), new("Tokens/s all", true),
    ];

    public static void Show(BenchRun run, CliHost host, Printer printer)
    {
        var levels = run.Levels.Where(l => l.Done + l.Failed > 0).ToList();
        printer.Line(Heading(run, levels));
        printer.Line("");
        printer.Table("Nothing was measured.", s_columns, levels.Select(Row));
        foreach (var level in levels)
            foreach (var (cause, count) in level.Errors) printer.Line($"{Streams(level)}: {Words.Plural(count, "request")} failed: {cause.ReplaceLineEndings(" ")}");
        if (levels.Count(l => l.Done > 0) < 2) return;
        var width = Math.Clamp(host.Width - 30, 10, WidestBar);
        Bars("Tokens/s of all streams", levels, l => l.TokensPerSecond, v => Number(v), width, printer);
        Bars("Tokens/s of one stream, p50", levels, l => l.Speed.At(0.5), v => Number(v), width, printer);
        Bars("First token, p95", levels, l => l.First.At(0.95), v => Time(v), width, printer);
    }

    public static JsonObject Data(BenchRun run, bool interrupted) => new()
    {
        ["model"] = run.Plan?.Model ?? run.WarmUp?.Model,
        ["promptTokens"] = run.WarmUp?.PromptTokens,
        ["maxTokens"] = run.Plan?.MaxTokens,
        ["warmUpMs"] = Rounded(run.WarmUp?.Total),
        ["interrupted"] = interrupted,
        ["levels"] = new JsonArray([.. run.Levels.Select(Level)]),
    };

    private static JsonObject Level(BenchLevel level) => new()
    {
        ["concurrency"] = level.Concurrency,
        ["answered"] = level.Done,
        ["failed"] = level.Failed,
        ["interrupted"] = level.Interrupted,
        ["seconds"] = Rounded(level.Duration.TotalSeconds),
        ["promptTokens"] = level.PromptTokens,
        ["completionTokens"] = level.Tokens,
        ["tokensPerSecond"] = Rounded(level.TokensPerSecond),
        ["streamTokensPerSecond"] = Percentiles(level.Speed),
        ["firstTokenMs"] = Percentiles(level.First),
        ["betweenTokensMs"] = Percentiles(level.Between),
        ["totalMs"] = Percentiles(level.Total),
        ["queueMs"] = Percentiles(level.Queue),
        ["backends"] = new JsonArray([.. level.Backends.Select(b => JsonValue.Create(b))]),
        ["errors"] = new JsonArray([.. level.Errors.Select(e => new JsonObject { ["cause"] = e.Cause, ["count"] = e.Count })]),
    };

    private static JsonObject? Percentiles(Samples samples) =>
        samples.Count == 0 ? null : new JsonObject { ["p50"] = Rounded(samples.At(0.5)), ["p95"] = Rounded(samples.At(0.95)), ["p99"] = Rounded(samples.At(0.99)) };

    private static string Heading(BenchRun run, List<BenchLevel> levels)
    {
        var asked = levels.Sum(l => l.Done);
        var prompts = asked == 0 ? run.WarmUp?.PromptTokens : levels.Sum(l => l.PromptTokens) / asked;
        var backends = levels.SelectMany(l => l.Backends).Distinct().Order(StringComparer.Ordinal).ToList();
        return $"{run.Plan?.Model ?? run.WarmUp?.Model ?? "The model"}{(backends.Count > 0 ? $" on {string.Join(", ", backends)}" : "")}: "
            + $"prompts of {(prompts is > 0 ? Words.Count(prompts) : "an unknown number of")} tokens, replies of at most {Words.Count(run.Plan?.MaxTokens)}; warm-up {Time(run.WarmUp?.Total)}";
    }

    private static IReadOnlyList<string> Row(BenchLevel level) =>
    [
        $"{level.Concurrency}{(level.Interrupted ? " (stopped)" : "")}",
        Words.Count(level.Done),
        Words.Count(level.Failed),
        Times(level.First),
        Times(level.Between),
        Times(level.Total),
        Time(level.Queue.At(0.95)),
        Number(level.Speed.At(0.5)),
        Number(level.TokensPerSecond),
    ];

    /// <summary>Three percentiles in one unit, that of the largest.</summary>
    private static string Times(Samples samples)
    {
        if (samples.At(0.99) is not { } largest) return "";
        var inSeconds = largest >= 10_000;
        return $"{string.Join(' ', ((double[])[0.5, 0.95, 0.99]).Select(p => Number(samples.At(p) / (inSeconds ? 1000 : 1))))} {(inSeconds ? "s" : "ms")}";
    }

    private static string Time(double? milliseconds) => milliseconds is null ? "" : milliseconds >= 10_000 ? $"{Number(milliseconds / 1000)} s" : $"{Number(milliseconds)} ms";

    private static string Number(double? number) => number?.ToString(number >= 100 ? "#,0" : number >= 10 ? "0.0" : "0.##", CultureInfo.InvariantCulture) ?? "";

    private static void Bars(string title, List<BenchLevel> levels, Func<BenchLevel, double?> value, Func<double?, string> write, int width, Printer printer)
    {
        var largest = levels.Max(value) ?? 0;
        if (largest <= 0) return;
        printer.Line("");
        printer.Line(title);
        var margin = levels.Max(l => $"{l.Concurrency}".Length);
        foreach (var level in levels) printer.Line($"  {$"{level.Concurrency}".PadLeft(margin)} {Words.Bar(value(level) ?? 0, largest, width)} {write(value(level))}");
    }

    private static string Streams(BenchLevel level) => $"{level.Concurrency} at once";

    private static double? Rounded(double? number) => number is { } value ? Math.Round(value, 3) : null;
}
