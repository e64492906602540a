using System.CommandLine;
using System.Text.Json.Nodes;
using Ziggie.Cli.Help;
using Ziggie.Cli.Http;
using Ziggie.Cli.Output;

namespace Ziggie.Cli.Verbs;

/// <summary><c>ziggie users</c>.</summary>
internal static class UsersVerb
{
    private static readonly IReadOnlyList<Column> s_columns = [new("Name"), new("Role"), new("Disabled"), new("Signed in"), new("Created"), new("Id")];

    public static Command Create(Cli cli)
    {
        var command = new VerbCommand("users", "List, add, change and remove the people who may sign in.")
        {
            Examples = ["ziggie users", "ziggie users add vera --role member", "ziggie users password vera"],
            Notes = "Roles, each including the next: admin, operator (backends, services), member (models, chat), viewer (looks only).",
        };
        List(cli, command);
        var ls = new VerbCommand("ls", "List the users.");
        List(cli, ls);
        command.Add(ls);
        command.Add(Add(cli));
        command.Add(Edit(cli));
        command.Add(Remove(cli));
        command.Add(Password(cli));
        return command;
    }

    private static void List(Cli cli, Command command) => cli.Talks(command, async (parse, client, cancel) =>
    {
        var users = await client.GetAsync("/api/users", cancel);
        var printer = cli.Printer(parse);
        var now = cli.Host.Time.GetUtcNow();
        printer.Data(users);
        printer.Table("No users.", s_columns, users.Items().Select(u => (IReadOnlyList<string>)
        [
            u.Text("username", "name"), u.Text("role"), u.IsTrue("disabled") ? "yes" : "", Words.Ago(u.Time("lastSignInAt", "lastLoginAt"), now), Words.Time(u.Time("createdAt")), u.Text("id"),
        ]));
        return ExitCode.Fine;
    });

    private static VerbCommand Add(Cli cli)
    {
        var name = new Argument<string>("NAME");
        var role = new Option<string>("--role") { Description = "admin, operator, member or viewer. Default member.", HelpName = "ROLE", DefaultValueFactory = _ => "member" };
        var password = new Option<string?>("--password") { Description = "The password; without it, or as -, it is asked for or read from stdin.", HelpName = "PASSWORD" };
        var command = new VerbCommand("add", "Add a user.") { Examples = ["ziggie users add vera # asks for the password", "pass show vera | ziggie users add vera --role operator"] };
        command.Add(name);
        command.Add(role);
        command.Add(password);
        cli.Talks(command, async (parse, client, cancel) =>
        {
            var body = new JsonObject
            {
                ["username"] = parse.GetValue(name),
                ["role"] = parse.GetValue(role),
                ["password"] = Input.Secret(cli.Host, "--password", parse.GetValue(password)),
            };
            var added = await client.SendAsync(HttpMethod.Post, "/api/users", body, cancel);
            var printer = cli.Printer(parse);
            printer.Data(added);
            printer.Say($"Added the user {parse.GetValue(name)} as {parse.GetValue(role)}.");
            return ExitCode.Fine;
        });
        return command;
    }

    private static VerbCommand Edit(Cli cli)
    {
        var which = new Argument<string>("NAME") { Description = "Name or id." };
        var role = new Option<string?>("--role") { Description = "admin, operator, member or viewer.", HelpName = "ROLE" };
        var disable = new Option<bool>("--disable") { Description = "Ends every session and key of the user, until enabled again." };
        var enable = new Option<bool>("--enable") { Description = "Lets the user in again." };
        var command = new VerbCommand("edit", "Change a user's role, or lock the user out.") { Examples = ["ziggie users edit vera --role operator", "ziggie users edit vera --disable"] };
        foreach (var symbol in (Symbol[])[which, role, disable, enable]) Attach(command, symbol);
        cli.Talks(command, async (parse, client, cancel) =>
        {
            var body = new JsonObject();
            if (parse.GetValue(role) is { } newRole) body["role"] = newRole;
            if (parse.GetValue(disable) && parse.GetValue(enable)) throw new CliException(ExitCode.Usage, "Choose one of --disable and --enable.");
            if (parse.GetValue(disable) || parse.GetValue(enable)) body["disabled"] = parse.GetValue(disable);
            if (body.Count == 0) throw new CliException(ExitCode.Usage, "Nothing to change: name --role, --disable or --enable.");
            return await PatchAsync(cli, client, parse, parse.GetRequiredValue(which), body, "Changed the user", cancel);
        });
        return command;
    }

    private static VerbCommand Remove(Cli cli)
    {
        var which = new Argument<string>("NAME") { Description = "Name or id." };
        var command = new VerbCommand("rm", "Remove a user, with the user's keys and sessions.") { Examples = ["ziggie users rm vera"] };
        command.Add(which);
        cli.Talks(command, async (parse, client, cancel) =>
        {
            var target = parse.GetRequiredValue(which);
            await client.SendAsync(HttpMethod.Delete, $"/api/users/{await Lookup.IdAsync(client, "/api/users", "user", target, cancel)}", null, cancel);
            var printer = cli.Printer(parse);
            printer.Data(new JsonObject { ["removed"] = target });
            printer.Say($"Removed the user {target}.");
            return ExitCode.Fine;
        });
        return command;
    }

    private static VerbCommand Password(Cli cli)
    {
        var which = new Argument<string>("NAME") { Description = "Name or id." };
        var password = new Option<string?>("--password") { Description = "The new one; without it, or as -, it is asked for or read from stdin.", HelpName = "PASSWORD" };
        var command = new VerbCommand("password", "Give a user a new password.") { Examples = ["ziggie users password vera"] };
        command.Add(which);
        command.Add(password);
        cli.Talks(command, (parse, client, cancel) =>
            PatchAsync(cli, client, parse, parse.GetRequiredValue(which), new JsonObject { ["password"] = Input.Secret(cli.Host, "--password", parse.GetValue(password)) }, "Set the password of", cancel));
        return command;
    }

    private static async Task<int> PatchAsync(Cli cli, ApiClient client, ParseResult parse, string which, JsonObject body, string done, CancellationToken cancel)
    {
        var edited = await client.SendAsync(HttpMethod.Patch, $"/api/users/{await Lookup.IdAsync(client, "/api/users", "user", which, cancel)}", body, cancel);
        var printer = cli.Printer(parse);
        printer.Data(edited);
        printer.Say($"{done} {which}.");
        return ExitCode.Fine;
    }

    private static void Attach(Command command, Symbol symbol)
    {
        if (symbol is Argument argument) command.Add(argument);
        else if (symbol is Option option) command.Add(option);
    }
}
