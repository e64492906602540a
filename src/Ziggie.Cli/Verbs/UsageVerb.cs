using System.CommandLine;
using System.Text.Json;
using Ziggie.Cli.Help;
using Ziggie.Cli.Output;

namespace Ziggie.Cli.Verbs;

/// <summary><c>ziggie usage</c>.</summary>
internal static class UsageVerb
{
    private const int BarWidth = 20;

    public static Command Create(Cli cli)
    {
        var from = new Option<string>("--from") { Description = "Start: a date, a time, or how long ago (7d, 24h). Default 24h.", HelpName = "WHEN", DefaultValueFactory = _ => "24h" };
        var to = new Option<string?>("--to") { Description = "End. Default now.", HelpName = "WHEN" };
        var by = new Option<string>("--by") { Description = "model, backend, key, user, status, hour or day. Default model.", HelpName = "GROUP", DefaultValueFactory = _ => "model" };
        by.AcceptOnlyFromAmong("model", "backend", "key", "user", "status", "hour", "day");
        var command = new VerbCommand("usage", "Show requests, tokens and cost.")
        {
            Examples = ["ziggie usage", "ziggie usage --from 30d --by day", "ziggie usage --from 2026-01-01 --to 2026-02-01 --by key --json"],
        };
        foreach (var option in (Option[])[from, to, by]) command.Add(option);
        cli.Talks(command, async (parse, client, cancel) =>
        {
            var now = cli.Host.Time.GetUtcNow();
            var query = $"from={Uri.EscapeDataString(Input.Rfc3339(Input.Time("--from", parse.GetRequiredValue(from), now, past: true)))}&groupBy={parse.GetValue(by)}";
            if (parse.GetValue(to) is { } end) query += $"&to={Uri.EscapeDataString(Input.Rfc3339(Input.Time("--to", end, now, past: true)))}";
            var usage = await client.GetAsync($"/api/usage?{query}", cancel);
            var printer = cli.Printer(parse);
            printer.Data(usage);
            Show(usage, parse.GetRequiredValue(by), printer);
            return ExitCode.Fine;
        });
        return command;
    }

    private static void Show(JsonElement usage, string by, Printer printer)
    {
        var items = usage.Items();
        var largest = items.Select(Tokens).DefaultIfEmpty().Max();
        var rows = items.Select(i => Row(i.Text("group"), i, Words.Bar(Tokens(i), largest, BarWidth)));
        if (items.Count > 0 && usage.Find("totals") is { } totals) rows = rows.Append(Row("total", totals, ""));
        printer.Table(
            "No requests in this time.",
            [new(by), new("Requests", true), new("Errors", true), new("Prompt", true), new("Completion", true), new("Cached", true), new("p50", true), new("p95", true), new("Cost", true), new("Tokens")],
            rows);
    }

    private static IReadOnlyList<string> Row(string group, JsonElement sums, string bar) =>
    [
        group,
        Words.Count(sums.Number("requests")),
        Words.Count(sums.Number("errors")),
        Words.Count(sums.Number("promptTokens")),
        Words.Count(sums.Number("completionTokens")),
        Words.Count(sums.Number("cachedTokens")),
        Words.Milliseconds(sums.Number("p50TotalMs")),
        Words.Milliseconds(sums.Number("p95TotalMs")),
        Words.Money(sums.Number("cost")),
        bar,
    ];

    private static double Tokens(JsonElement item) => (item.Number("promptTokens") ?? 0) + (item.Number("completionTokens") ?? 0);
}
