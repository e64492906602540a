using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Ziggie.Cli.Help;
using Ziggie.Cli.Http;
using Ziggie.Cli.Output;

namespace Ziggie.Cli.Verbs;

/// <summary><c>ziggie keys</c>.</summary>
internal static class KeysVerb
{
    private static readonly IReadOnlyList<Column> s_columns = [new("Name"), new("Key"), new("Owner"), new("Scopes"), new("Models", MayWrap: true), new("Limits", MayWrap: true), new("Used"), new("Expires"), new("Id")];

    public static Command Create(Cli cli)
    {
        var command = new VerbCommand("keys", "List, create, change and delete API keys.")
        {
            Examples = ["ziggie keys", "export OPENAI_API_KEY=$(ziggie keys create my-app)", "ziggie keys rm my-app"],
        };
        List(cli, command);
        var ls = new VerbCommand("ls", "List the keys with their rights and limits.");
        List(cli, ls);
        command.Add(ls);
        command.Add(CreateKey(cli));
        command.Add(Edit(cli));
        command.Add(Remove(cli));
        return command;
    }

    private static void List(Cli cli, Command command) => cli.Talks(command, async (parse, client, cancel) =>
    {
        var keys = await client.GetAsync("/api/keys", cancel);
        var printer = cli.Printer(parse);
        printer.Data(keys);
        printer.Table("No keys yet. Make one: ziggie keys create NAME", s_columns, keys.Items().Select(k => Row(k, cli.Host.Time.GetUtcNow())));
        return ExitCode.Fine;
    });

    private static VerbCommand CreateKey(Cli cli)
    {
        var name = new Argument<string>("NAME") { Description = "What it is for." };
        var fields = new KeyFields();
        var command = new VerbCommand("create", "Make a key; it is printed once, alone on stdout.")
        {
            Examples =
            [
                "ziggie keys create my-app",
                "ziggie keys create ci --scope models --model llama3.2:3b --rpm 60 --expires 30d",
            ],
        };
        command.Add(name);
        fields.AddTo(command);
        cli.Talks(command, async (parse, client, cancel) =>
        {
            var body = fields.Read(parse, cli.Host.Time);
            body["name"] = parse.GetValue(name);
            var created = await client.SendAsync(HttpMethod.Post, "/api/keys", body, cancel);
            var printer = cli.Printer(parse);
            printer.Data(created);
            printer.Say($"Created the key {parse.GetValue(name)}. It is shown this once; keep it safe:");
            printer.Line(created.Text("key"));
            return ExitCode.Fine;
        });
        return command;
    }

    private static VerbCommand Edit(Cli cli)
    {
        var which = new Argument<string>("NAME") { Description = "Name or id." };
        var rename = new Option<string?>("--name") { Description = "Another name.", HelpName = "NAME" };
        var fields = new KeyFields();
        var command = new VerbCommand("edit", "Change a key's rights and limits; what is not named stays.") { Examples = ["ziggie keys edit my-app --rpm 120 --monthly-tokens none"] };
        command.Add(which);
        command.Add(rename);
        fields.AddTo(command);
        cli.Talks(command, async (parse, client, cancel) =>
        {
            var body = fields.Read(parse, cli.Host.Time);
            if (parse.GetValue(rename) is { } newName) body["name"] = newName;
            if (body.Count == 0) throw new CliException(ExitCode.Usage, "Nothing to change: name at least one option. See: ziggie keys edit --help");
            var edited = await client.SendAsync(HttpMethod.Patch, $"/api/keys/{await Lookup.IdAsync(client, "/api/keys", "key", parse.GetRequiredValue(which), cancel)}", body, cancel);
            var printer = cli.Printer(parse);
            printer.Data(edited);
            printer.Say($"Changed the key {parse.GetValue(which)}.");
            return ExitCode.Fine;
        });
        return command;
    }

    private static VerbCommand Remove(Cli cli)
    {
        var which = new Argument<string>("NAME") { Description = "Name or id." };
        var command = new VerbCommand("rm", "Delete a key; it stops working at once, running streams too.") { Examples = ["ziggie keys rm my-app"] };
        command.Add(which);
        cli.Talks(command, async (parse, client, cancel) =>
        {
            var target = parse.GetRequiredValue(which);
            await client.SendAsync(HttpMethod.Delete, $"/api/keys/{await Lookup.IdAsync(client, "/api/keys", "key", target, cancel)}", null, cancel);
            var printer = cli.Printer(parse);
            printer.Data(new JsonObject { ["removed"] = target });
            printer.Say($"Deleted the key {target}.");
            return ExitCode.Fine;
        });
        return command;
    }

    private static IReadOnlyList<string> Row(JsonElement key, DateTimeOffset now) =>
    [
        key.Text("name"),
        key.Text("prefix", "hint"),
        key.Text("username", "user"),
        key.Text("scopes"),
        key.Text("models"),
        Limits(key),
        Words.Ago(key.Time("lastUsedAt"), now),
        Words.Time(key.Time("expiresAt")),
        key.Text("id"),
    ];

    private static string Limits(JsonElement key) => string.Join(", ",
        new[] { ("requestsPerMinute", "req/min"), ("tokensPerMinute", "tok/min"), ("monthlyTokens", "tok/month"), ("maxConcurrency", "at once") }
            .Where(l => key.Number(l.Item1) is not null)
            .Select(l => $"{Words.Count(key.Number(l.Item1))} {l.Item2}"));
}
