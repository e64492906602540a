using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Ziggie.Cli.Help;
using Ziggie.Cli.Output;

namespace Ziggie.Cli.Verbs;

/// <summary><c>ziggie audit</c>.</summary>
internal static class AuditVerb
{
    private const int PageSize = 200;

    public static Command Create(Cli cli)
    {
        var limit = new Option<int>("--limit", "-n") { Description = "How many, newest first. Default 50.", HelpName = "N", DefaultValueFactory = _ => 50 };
        var command = new VerbCommand("audit", "Show who did what to what, from where, and how it ended.") { Examples = ["ziggie audit", "ziggie audit -n 500 --json | jq '.items[] | select(.outcome != \"ok\")'"] };
        command.Add(limit);
        cli.Talks(command, async (parse, client, cancel) =>
        {
            var items = new List<JsonElement>();
            var (cursor, wanted) = ("", Math.Clamp(parse.GetValue(limit), 1, 100_000));
            do
            {
                var page = await client.GetAsync($"/api/audit?limit={Math.Min(PageSize, wanted - items.Count)}{(cursor.Length == 0 ? "" : $"&cursor={Uri.EscapeDataString(cursor)}")}", cancel);
                items.AddRange(page.Items());
                cursor = page.Text("next");
            }
            while (cursor.Length > 0 && items.Count < wanted);
            var printer = cli.Printer(parse);
            if (printer.IsJson) printer.Data(new JsonObject { ["items"] = new JsonArray([.. items.Select(i => JsonNode.Parse(i.GetRawText()))]), ["next"] = cursor.Length == 0 ? null : cursor });
            printer.Table(
                "Nothing was recorded yet.",
                [new("Time"), new("Actor"), new("Action"), new("Target"), new("From"), new("Outcome", Good: ["ok"]), new("Detail", MayWrap: true)],
                items.Select(i => (IReadOnlyList<string>)[Words.Time(i.Time("at", "time")), i.Text("actor"), i.Text("action"), i.Text("target"), i.Text("address"), i.Text("outcome"), i.Text("detail")]));
            return ExitCode.Fine;
        });
        return command;
    }
}
