using System.CommandLine;
using System.Text.Json.Nodes;
using Ziggie.Cli.Help;
using Ziggie.Cli.Output;

namespace Ziggie.Cli.Verbs;

/// <summary><c>ziggie models pulls</c>.</summary>
internal static class ModelsPullsVerb
{
    private static readonly IReadOnlyList<Column> s_columns = [new("Id"), new("Model"), new("State", Good: ["waiting", "running", "success"]), new("Done", IsNumber: true), new("Of", IsNumber: true), new("Step", MayWrap: true)];

    public static Command Create(Cli cli)
    {
        var command = new VerbCommand("pulls", "List the pulls that run, and those that have ended.") { Examples = ["ziggie models pulls", "ziggie models pulls stop 0199f0…"] };
        cli.Talks(command, async (parse, client, cancel) =>
        {
            var pulls = await client.GetAsync("/api/models/pulls", cancel);
            var printer = cli.Printer(parse);
            printer.Data(pulls);
            printer.Table(
                "No pulls. Begin one: ziggie models pull llama3.2",
                s_columns,
                pulls.Items().Select(p => (IReadOnlyList<string>)
                [
                    p.Text("id"), p.Text("model"), p.Text("state"),
                    p.Number("completed") is { } done ? Words.Bytes((long)done) : "", p.Number("total") is { } total ? Words.Bytes((long)total) : "",
                    p.Text("error") is { Length: > 0 } error ? error : p.Text("step"),
                ]));
            return ExitCode.Fine;
        });
        command.Add(Stop(cli));
        return command;
    }

    private static VerbCommand Stop(Cli cli)
    {
        var id = new Argument<string>("ID");
        var command = new VerbCommand("stop", "Stop a pull, whoever watches it; what has come is kept.") { Examples = ["ziggie models pulls stop 0199f0…"] };
        command.Add(id);
        cli.Talks(command, async (parse, client, cancel) =>
        {
            var target = parse.GetRequiredValue(id);
            await client.SendAsync(HttpMethod.Delete, $"/api/models/pulls/{Uri.EscapeDataString(target)}", null, cancel);
            var printer = cli.Printer(parse);
            printer.Data(new JsonObject { ["stopped"] = target });
            printer.Say("Stopped. What has come is kept: pull again to go on.");
            return ExitCode.Fine;
        });
        return command;
    }
}
