using System.Text.Json;
using Ziggie.Cli.Output;

namespace Ziggie.Cli.Doctor;

/// <summary>Shows what a fix will do, asks, and has exactly that done.</summary>
internal sealed class DoctorFixes(IDoctor doctor, CliHost host, Printer printer, bool yes)
{
    /// <returns>Whether anything was done.</returns>
    public async Task<bool> RunAsync(JsonElement report, CancellationToken cancel)
    {
        var fixable = DoctorText.All(report).Where(f => f.IsTrue("canFix")).ToList();
        if (fixable.Count == 0) printer.Say("There is nothing that the doctor could mend.");
        var any = false;
        foreach (var finding in fixable) any |= await FixAsync(finding.Text("code"), finding.Text("target"), finding.Text("title"), cancel);
        return any;
    }

    private async Task<bool> FixAsync(string code, string target, string title, CancellationToken cancel)
    {
        try
        {
            var plan = await doctor.FixAsync(code, target, null, cancel);
            printer.Say($"{code}: {title} ({target})");
            foreach (var step in plan.Items("steps")) printer.Say($"  will do: {step}");
            if (!yes && !Agreed()) return false;
            var done = await doctor.FixAsync(code, target, plan.Text("token"), cancel);
            printer.Say($"  {done.Text("message")}");
            return true;
        }
        catch (CliException e) when (e.ExitCode == ExitCode.Failure)
        {
            // One refusal is no reason to leave the others.
            printer.Say($"{code} ({target}): {e.Message}");
            return false;
        }
    }

    private bool Agreed()
    {
        host.Error.Write("  Do it? [y/N] ");
        return host.In.ReadLine()?.Trim() is "y" or "Y" or "yes";
    }
}
