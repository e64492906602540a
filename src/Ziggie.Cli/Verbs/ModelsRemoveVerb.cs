using System.CommandLine;
using System.Text.Json.Nodes;
using Ziggie.Cli.Help;

namespace Ziggie.Cli.Verbs;

/// <summary><c>ziggie models rm</c>.</summary>
internal static class ModelsRemoveVerb
{
    public static Command Create(Cli cli)
    {
        var name = new Argument<string>("NAME") { Description = "The model; engine/NAME is the one on this machine's disk, BACKEND/NAME the one of an Ollama backend." };
        var command = new VerbCommand("rm", "Delete a model from this machine's disk, or from an Ollama backend.")
        {
            Examples = ["ziggie models rm llama3.2:3b", "ziggie models rm engine/tiny", "ziggie models rm workstation/qwen3:8b"],
            Notes = "Models in Ollama's own store that are used in place are deleted with Ollama.",
        };
        command.Add(name);
        cli.Talks(command, async (parse, client, cancel) =>
        {
            var target = parse.GetRequiredValue(name);
            await client.SendAsync(HttpMethod.Delete, "/api/delete", new JsonObject { ["model"] = target }, cancel);
            var printer = cli.Printer(parse);
            printer.Data(new JsonObject { ["removed"] = target });
            printer.Say($"Deleted {target}.");
            return ExitCode.Fine;
        });
        return command;
    }
}
