using System.CommandLine;
using Ziggie.Cli.Help;
using Ziggie.Cli.Output;

namespace Ziggie.Cli.Verbs;

/// <summary><c>ziggie models</c>.</summary>
internal static class ModelsVerb
{
    private static readonly IReadOnlyList<Column> s_columns = [new("Name"), new("Backend", MayWrap: true), new("State", Good: ["available", "loaded"]), new("Roles"), new("Context", IsNumber: true), new("Size", IsNumber: true), new("Note")];

    public static Command Create(Cli cli)
    {
        var command = new VerbCommand("models", "List the models that can be called; pull, load and remove them.")
        {
            Examples =
            [
                "ziggie models",
                "ziggie models --json | jq -r '.items[].name'",
                "ziggie models pull llama3.2:3b # onto this machine's disk",
                "ziggie models ps # what is in memory, and where",
            ],
        };
        List(cli, command);
        var ls = new VerbCommand("ls", "List the models that can be called.");
        List(cli, ls);
        command.Add(ls);
        command.Add(ModelsPullVerb.Create(cli));
        command.Add(ModelsPullsVerb.Create(cli));
        command.Add(ModelsShowVerb.Create(cli));
        command.Add(ModelsRemoveVerb.Create(cli));
        command.Add(ModelsLoadVerb.Create(cli));
        command.Add(ModelsLoadVerb.CreateUnload(cli));
        command.Add(ModelsPsVerb.Create(cli));
        return command;
    }

    private static void List(Cli cli, Command command) => cli.Talks(command, async (parse, client, cancel) =>
    {
        var models = await client.GetAsync("/api/llm/models", cancel);
        var printer = cli.Printer(parse);
        printer.Data(models);
        printer.Table(
            "No models yet. Pull one: ziggie models pull llama3.2. Or connect a backend: ziggie backends add NAME http://… --type ollama",
            s_columns,
            models.Items("items", "models", "data").Select(m => (IReadOnlyList<string>)
            [
                m.Text("name", "id"),
                m.Text("kind") == "alias" ? $"alias of {m.Text("targets")}" : m.Text("backend", "backends"),
                m.Text("status", "state"),
                m.Text("roles"),
                Words.Count(m.Number("contextLength")),
                m.Number("size") is { } size ? Words.Bytes((long)size) : "",
                m.IsTrue("simulated") ? "simulated" : "",
            ]));
        return ExitCode.Fine;
    });
}
