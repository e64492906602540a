using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Ziggie.Cli.Help;
using Ziggie.Cli.Output;

namespace Ziggie.Cli.Verbs;

/// <summary><c>ziggie ps</c>.</summary>
internal static class PsVerb
{
    private static readonly IReadOnlyList<Column> s_columns =
        [new("Pid", IsNumber: true), new("User"), new("CPU %", IsNumber: true), new("Memory", IsNumber: true), new("Mem %", IsNumber: true), new("Threads", IsNumber: true), new("State"), new("Started"), new("Name")];

    public static Command Create(Cli cli)
    {
        var sort = new Option<string>("--sort") { Description = "cpu or memory. Default cpu.", HelpName = "WHAT", DefaultValueFactory = _ => "cpu" };
        sort.AcceptOnlyFromAmong("cpu", "memory");
        var limit = new Option<int>("--limit") { Description = "How many, from 1 to 500. Default 20.", HelpName = "N", DefaultValueFactory = _ => 20 };
        var command = new VerbCommand("ps", "List the processes that take most, on the machine of the control center.")
        {
            Examples = ["ziggie ps", "ziggie ps --sort memory --limit 5", "ziggie ps --json"],
            Notes = "CPU is percent of one core, as of now. Models in memory: ziggie models ps.",
        };
        command.Add(sort);
        command.Add(limit);
        cli.Talks(command, async (parse, client, cancel) =>
        {
            var many = parse.GetValue(limit);
            if (many is < 1 or > 500) throw new CliException(ExitCode.Usage, "--limit is a number from 1 to 500.");
            var list = await client.GetAsync($"/api/system/processes?limit={many}&sort={parse.GetValue(sort)}", cancel);
            var printer = cli.Printer(parse);
            printer.Data(list);
            printer.Table("The machine of the control center does not tell its processes (only Linux does).", s_columns, list.Items().Select(p => Row(p, cli.Host.Time.GetUtcNow())));
            return ExitCode.Fine;
        });
        return command;
    }

    private static IReadOnlyList<string> Row(JsonElement process, DateTimeOffset now) =>
    [
        process.Text("pid"),
        process.Text("user"),
        Percent(process.Number("cpuPercent")),
        process.Find("memory")?.Number("bytes") is { } bytes ? Words.Bytes((long)bytes) : "",
        Percent(process.Number("memoryPercent")),
        process.Text("threads"),
        process.Text("state"),
        process.Time("startedAt") is { } started ? Words.Ago(started, now) : "",
        // A name may hold anything; a row is a line all the same.
        string.Concat(process.Text("name").Select(c => char.IsControl(c) ? ' ' : c)),
    ];

    private static string Percent(double? number) => number?.ToString("0.0", CultureInfo.InvariantCulture) ?? "";
}
