using System.CommandLine;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Ziggie.Cli.Help;
using Ziggie.Cli.Output;

namespace Ziggie.Cli.Verbs;

/// <summary><c>ziggie status</c>.</summary>
internal static class StatusVerb
{
    public static Command Create(Cli cli)
    {
        var command = new VerbCommand("status", "Tell whether the control center and its backends are well.")
        {
            Examples = ["ziggie status", "ziggie status --json | jq -r .llm.status"],
        };
        cli.Talks(command, async (parse, client, cancel) =>
        {
            // Unhealthy is an answer, not a failure to ask.
            var health = await client.SendAsync(HttpMethod.Get, "/health", null, cancel, HttpStatusCode.ServiceUnavailable);
            var llm = await client.SendAsync(HttpMethod.Get, "/api/llm/status", null, cancel, HttpStatusCode.ServiceUnavailable);
            var printer = cli.Printer(parse);
            if (printer.IsJson) printer.Data(new JsonObject { ["url"] = client.Url, ["health"] = Node(health), ["llm"] = Node(llm) });
            printer.Line($"Ziggie {health.Text("version")} at {client.Url}: {health.Text("status")}");
            foreach (var trouble in health.Items("troubles")) printer.Line($"  {trouble}");
            printer.Line($"Models: {llm.Text("status")}{(llm.Text("reason") is { Length: > 0 } why ? $" ({why})" : "")}");
            printer.Table("No backends yet. Connect one: ziggie backends add NAME http://… --type ollama", BackendTable.Columns, llm.Items("backends").Select(BackendTable.Row));
            return ExitCode.Fine;
        });
        return command;
    }

    private static JsonNode? Node(JsonElement element) => element.ValueKind == JsonValueKind.Undefined ? null : JsonNode.Parse(element.GetRawText());
}
