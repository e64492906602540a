using System.CommandLine;
using System.Text.Json;
using Ziggie.Cli.Doctor;
using Ziggie.Cli.Help;
using Ziggie.Cli.Http;
using Ziggie.Cli.Output;

namespace Ziggie.Cli.Verbs;

/// <summary><c>ziggie doctor</c>.</summary>
internal static class DoctorVerb
{
    public static Command Create(Cli cli)
    {
        var fix = new Option<bool>("--fix") { Description = "Mend what the doctor can: shows what it will do, asks, does it, and looks again." };
        var yes = new Option<bool>("--yes", "-y") { Description = "With --fix: don't ask." };
        var strict = new Option<bool>("--strict") { Description = "Warnings count as problems for the exit code." };
        var explain = new Option<string?>("--explain") { Description = "Explain a code instead of looking.", HelpName = "CODE" };
        var config = new Option<string?>("--config") { Description = "Configuration file, where no control center runs. Default: ziggie.yaml here or in the data directory.", HelpName = "FILE" };
        var command = new VerbCommand("doctor", "Find out why something is offline or slow: evidence, one root cause, a fix.")
        {
            Examples = ["ziggie doctor", "ziggie doctor --fix", "ziggie doctor --explain P203", "ziggie doctor --json | jq -r '.findings[].code'"],
            Notes = "Asks the control center; where none runs, this machine is looked at from here. Exit code: 0 nothing or only hints and warnings, 2 problems.",
        };
        foreach (var option in (Option[])[fix, yes, strict, explain, config]) command.Add(option);
        cli.Cancels(command, async (parse, cancel) =>
        {
            var printer = cli.Printer(parse);
            if (parse.GetValue(explain) is { } code) return Explain(cli, code, printer);
            if (parse.GetValue(fix) && !parse.GetValue(yes) && !cli.Host.InIsTerminal) throw new CliException(ExitCode.Usage, "--fix asks before it does anything, and there is no terminal to answer on. Give --yes to have everything done that the doctor offers.");
            using var client = new ApiClient(Connection.Find(cli.Host, parse.GetValue(cli.Url), parse.GetValue(cli.Key), cli.DataDirectory(parse)));
            var (doctor, report) = await ExamineAsync(cli, parse, client, parse.GetValue(config), printer, cancel);
            await using (doctor)
            {
                if (parse.GetValue(fix) && await new DoctorFixes(doctor, cli.Host, printer, parse.GetValue(yes)).RunAsync(report, cancel)) report = await doctor.RunAsync(cancel);
                printer.Data(report);
                DoctorText.Write(report, printer);
                return Code(report, parse.GetValue(strict));
            }
        });
        return command;
    }

    /// <summary>The control center examines; where none answers at the usual place, this process does.</summary>
    private static async Task<(IDoctor Doctor, JsonElement Report)> ExamineAsync(Cli cli, ParseResult parse, ApiClient client, string? config, Printer printer, CancellationToken cancel)
    {
        var remote = new RemoteDoctor(client);
        try
        {
            return (remote, await remote.RunAsync(cancel));
        }
        catch (CliException e) when (parse.GetValue(cli.Url) is null && cli.Host.Variable("ZIGGIE_URL") is null && e.ExitCode is ExitCode.NotReachable or ExitCode.Failure or ExitCode.NotAllowed)
        {
            printer.Say(e.ExitCode == ExitCode.NotReachable
                ? $"No control center runs at {client.Url}: looking at this machine from here."
                : $"{e.Message}\nLooking at this machine from here instead.");
        }
        var local = cli.Local.Doctor(new DoctorOptions(cli.DataDirectory(parse), config), cli.Host);
        try
        {
            return (local, await local.RunAsync(cancel));
        }
        catch
        {
            await local.DisposeAsync();
            throw;
        }
    }

    private static int Explain(Cli cli, string code, Printer printer)
    {
        var known = cli.Local.DoctorCodes();
        if (known.Items().FirstOrDefault(c => c.Text("code").Equals(code, StringComparison.OrdinalIgnoreCase)) is not { ValueKind: JsonValueKind.Object } found)
            throw new CliException(ExitCode.Usage, $"There is no code {code}. Codes: {string.Join(", ", known.Items().Select(c => c.Text("code")))}.");
        printer.Data(found);
        printer.Line($"{found.Text("code")}: {found.Text("title")} ({found.Text("severity")})");
        printer.Line($"\n{found.Text("meaning")}\n\nTo see it by hand:");
        foreach (var line in found.Items("byHand")) printer.Line($"  {line}");
        printer.Line($"\nTo mend it: {found.Text("mend")}");
        if (found.Text("fixes") is { Length: > 0 } fixes) printer.Line($"The doctor can: {fixes}");
        return ExitCode.Fine;
    }

    private static int Code(JsonElement report, bool strict) =>
        DoctorText.All(report).Any(f => f.Text("severity") is "problem" || strict && f.Text("severity") is "warning") ? ExitCode.Problems : ExitCode.Fine;
}
