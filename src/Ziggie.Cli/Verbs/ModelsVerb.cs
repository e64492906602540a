using System.CommandLine;
using Ziggie.Cli.Help;
using Ziggie.Cli.Output;

namespace Ziggie.Cli.Verbs;

/// <summary><c>ziggie models</c>.</summary>
internal static class ModelsVerb
{
    private static readonly IReadOnlyList<Column> s_columns = [new("Name"), new("Backends"), new("Roles"), new("State"), new("Size", IsNumber: true)];

    public static Command Create(Cli cli)
    {
        var command = new VerbCommand("models", "List the models that can be called.") { Examples = ["ziggie models", "ziggie models --json | jq -r '.items[].name'"] };
        List(cli, command);
        var ls = new VerbCommand("ls", "List the models that can be called.");
        List(cli, ls);
        command.Add(ls);
        return command;
    }

    private static void List(Cli cli, Command command) => cli.Talks(command, async (parse, client, cancel) =>
    {
        var models = await client.GetAsync("/api/llm/models", cancel);
        var printer = cli.Printer(parse);
        printer.Data(models);
        printer.Table(
            "No models yet. Connect a backend: ziggie backends add NAME http://… --type ollama",
            s_columns,
            models.Items("items", "models", "data").Select(m => (IReadOnlyList<string>)
            [
                m.Text("name", "id"),
                m.Text("backends", "backend"),
                m.Text("roles"),
                m.Text("state", "status"),
                m.Number("size") is { } size ? Words.Bytes((long)size) : "",
            ]));
        return ExitCode.Fine;
    });
}
