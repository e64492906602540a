using System.CommandLine;
using System.Text.Json.Nodes;
using Ziggie.Cli.Help;
using Ziggie.Cli.Output;

namespace Ziggie.Cli.Verbs;

/// <summary><c>ziggie backends</c>.</summary>
internal static class BackendsVerb
{
    public static Command Create(Cli cli)
    {
        var command = new VerbCommand("backends", "List, add, change, remove and test model servers.")
        {
            Examples =
            [
                "ziggie backends",
                "ziggie backends add local http://127.0.0.1:11434 --type ollama",
                "ziggie backends test local",
            ],
        };
        List(cli, command);
        var ls = new VerbCommand("ls", "List the backends with their state.");
        List(cli, ls);
        command.Add(ls);
        command.Add(Add(cli));
        command.Add(Edit(cli));
        command.Add(Remove(cli));
        command.Add(Test(cli));
        return command;
    }

    private static void List(Cli cli, Command command) => cli.Talks(command, async (parse, client, cancel) =>
    {
        var backends = await client.GetAsync("/api/backends", cancel);
        var printer = cli.Printer(parse);
        printer.Data(backends);
        printer.Table("No backends yet. Connect one: ziggie backends add NAME http://… --type ollama", BackendTable.Columns, backends.Items().Select(BackendTable.Row));
        return ExitCode.Fine;
    });

    private static VerbCommand Add(Cli cli)
    {
        var name = new Argument<string>("NAME") { Description = "What to call it: letters, digits, '.', '_' and '-'." };
        var url = new Argument<string?>("URL") { Description = "Its base address; for openai with the path before /chat/completions, mostly /v1.", Arity = ArgumentArity.ZeroOrOne };
        var fields = new BackendFields(adding: true);
        var command = new VerbCommand("add", "Connect a model server.")
        {
            Examples =
            [
                "ziggie backends add local http://127.0.0.1:11434 --type ollama --role fast",
                "ziggie backends add cloud https://api.example.com/v1 --type openai --api-key - # asks for the key",
            ],
            Notes = "Note that --url names the control center, not the backend.",
        };
        command.Add(name);
        command.Add(url);
        fields.AddTo(command);
        cli.Talks(command, async (parse, client, cancel) =>
        {
            var body = fields.Read(parse, cli.Host);
            body["name"] = parse.GetValue(name);
            if (parse.GetValue(url) is { } address) body["url"] = address;
            else if (body["type"]?.ToString() != "simulator") throw new CliException(ExitCode.Usage, "Name the backend's address after its name: ziggie backends add NAME http://HOST:PORT --type TYPE (--url names the control center).");
            var added = await client.SendAsync(HttpMethod.Post, "/api/backends", body, cancel);
            var printer = cli.Printer(parse);
            printer.Data(added);
            printer.Say($"Added the backend {parse.GetValue(name)}. Test it: ziggie backends test {parse.GetValue(name)}");
            return ExitCode.Fine;
        });
        return command;
    }

    private static VerbCommand Edit(Cli cli)
    {
        var name = new Argument<string>("NAME");
        var fields = new BackendFields(adding: false);
        var command = new VerbCommand("edit", "Change a backend; what is not named stays.")
        {
            Examples = ["ziggie backends edit local --max-concurrency 8", "ziggie backends edit cloud --priority 2 --role large"],
            Notes = "What ziggie.yaml declares is changed there.",
        };
        command.Add(name);
        fields.AddTo(command);
        cli.Talks(command, async (parse, client, cancel) =>
        {
            var body = fields.Read(parse, cli.Host);
            if (body.Count == 0) throw new CliException(ExitCode.Usage, "Nothing to change: name at least one option. See: ziggie backends edit --help");
            var edited = await client.SendAsync(HttpMethod.Patch, $"/api/backends/{Uri.EscapeDataString(parse.GetRequiredValue(name))}", body, cancel);
            var printer = cli.Printer(parse);
            printer.Data(edited);
            printer.Say($"Changed the backend {parse.GetValue(name)}.");
            return ExitCode.Fine;
        });
        return command;
    }

    private static VerbCommand Remove(Cli cli)
    {
        var name = new Argument<string>("NAME");
        var command = new VerbCommand("rm", "Disconnect a backend.") { Examples = ["ziggie backends rm local"] };
        command.Add(name);
        cli.Talks(command, async (parse, client, cancel) =>
        {
            var target = parse.GetRequiredValue(name);
            await client.SendAsync(HttpMethod.Delete, $"/api/backends/{Uri.EscapeDataString(target)}", null, cancel);
            var printer = cli.Printer(parse);
            printer.Data(new JsonObject { ["removed"] = target });
            printer.Say($"Removed the backend {target}.");
            return ExitCode.Fine;
        });
        return command;
    }

    private static VerbCommand Test(Cli cli)
    {
        var name = new Argument<string>("NAME");
        var command = new VerbCommand("test", "Connect to a backend now and tell what it says; exit code 1 where it is not well.") { Examples = ["ziggie backends test local"] };
        command.Add(name);
        cli.Talks(command, async (parse, client, cancel) =>
        {
            var result = await client.SendAsync(HttpMethod.Post, $"/api/backends/{Uri.EscapeDataString(parse.GetRequiredValue(name))}/test", null, cancel);
            var printer = cli.Printer(parse);
            printer.Data(result);
            var models = result.Items("models").Count;
            printer.Line(result.IsTrue("ok")
                ? $"{parse.GetValue(name)} is {result.Text("status")}: {(result.Text("version") is { Length: > 0 } version ? $"version {version}, " : "")}{Words.Plural(models, "model")}, answered in {Words.Milliseconds(result.Number("latencyMs"))}."
                : $"{parse.GetValue(name)} is {result.Text("status")}: {result.Text("reason")}");
            return result.IsTrue("ok") ? ExitCode.Fine : ExitCode.Failure;
        });
        return command;
    }
}
