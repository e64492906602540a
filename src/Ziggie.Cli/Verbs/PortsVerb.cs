using System.CommandLine;
using System.Text.Json;
using Ziggie.Cli.Help;
using Ziggie.Cli.Output;

namespace Ziggie.Cli.Verbs;

/// <summary><c>ziggie ports</c>.</summary>
internal static class PortsVerb
{
    private static readonly IReadOnlyList<Column> s_listeners =
        [new("Proto"), new("Address"), new("Port", IsNumber: true), new("Process"), new("Pids"), new("User"), new("Container"), new("Since"), new("Command", MayWrap: true)];

    private static readonly IReadOnlyList<Column> s_answers = [new("Port"), new("To"), new("How", Good: ["one", "nobody"]), new("Who", MayWrap: true)];

    public static Command Create(Cli cli)
    {
        var from = new Option<int?>("--from") { Description = "The first port. Default 0.", HelpName = "N" };
        var to = new Option<int?>("--to") { Description = "The last port. Default 65535.", HelpName = "N" };
        var command = new VerbCommand("ports", "Show who listens on this machine, and which listeners are in each other's way.")
        {
            Examples =
            [
                "ziggie ports --from 3000 --to 9000",
                "ziggie ports --from 54112 --to 54112 # one port: also who answers localhost, 127.0.0.1, [::1] and the outside",
                "ziggie ports --json | jq '.ports[] | select(.conflicts != [])'",
            ],
            Notes = "Looks at this machine itself; no control center has to run. As root it sees the processes of all users.",
        };
        command.Add(from);
        command.Add(to);
        command.SetAction(async (parse, cancel) =>
        {
            var report = await cli.Local.PortsAsync(new PortsOptions(parse.GetValue(from), parse.GetValue(to)), cli.Host, cancel);
            var printer = cli.Printer(parse);
            printer.Data(report);
            foreach (var port in report.Items("ports")) foreach (var conflict in port.Items("conflicts")) printer.Line($"{conflict.Text("kind")}: {conflict.Text("text")}");
            printer.Table("Nobody listens there.", s_listeners, report.Items().Select(i => Row(i, cli.Host.Time.GetUtcNow())));
            if (parse.GetValue(from) is { } only && parse.GetValue(to) == only) printer.Table("", s_answers, Answers(report));
            foreach (var note in report.Items("notes")) printer.Say(note.ToString());
            return ExitCode.Fine;
        });
        return command;
    }

    private static IReadOnlyList<string> Row(JsonElement listener, DateTimeOffset now)
    {
        var holders = listener.Items("holders");
        var first = holders.Count > 0 ? holders[0] : default;
        return
        [
            listener.Text("protocol"),
            listener.Text("address"),
            listener.Text("port"),
            Process(listener),
            listener.Text("pids") + (listener.IsTrue("recordedPidGone") ? $" (opened by {listener.Text("recordedPid")}, ended)" : ""),
            listener.Text("user"),
            Container(listener),
            first.Time("startedAt") is { } started ? Words.Ago(started, now) : "",
            first.Text("commandLine"),
        ];
    }

    private static string Process(JsonElement listener) =>
        listener.IsTrue("byPacketRules") ? "(packet rules)" : listener.Text("process") is { Length: > 0 } name ? name : "?";

    /// <summary>Its name, or the beginning of its id as engines show it.</summary>
    private static string Container(JsonElement listener)
    {
        var container = listener.Text("container");
        if (container.Length == 64 && container == listener.Text("containerId")) container = container[..12];
        return listener.Text("publishedTo") is { Length: > 0 } inside ? $"{container} ({inside})".Trim() : container;
    }

    private static IEnumerable<IReadOnlyList<string>> Answers(JsonElement report)
    {
        var who = report.Items().ToDictionary(i => i.Text("id"), i => string.Join(' ', ((string[])[Process(i), i.Text("pids"), Container(i)]).Where(w => w.Length > 0)));
        return
            from port in report.Items("ports")
            from answer in port.Items("answers")
            select (IReadOnlyList<string>)
            [
                $"{port.Text("protocol")} {port.Text("port")}{(port.Text("network") is { Length: > 0 } network ? $" in network {network}" : "")}",
                answer.Text("to"),
                answer.Text("how"),
                string.Join("; ", answer.Items("listeners").Select(l => who.GetValueOrDefault(l.ToString(), "?")).Distinct()),
            ];
    }
}
