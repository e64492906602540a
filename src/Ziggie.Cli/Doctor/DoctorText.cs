using System.Text.Json;
using Ziggie.Cli.Output;

namespace Ziggie.Cli.Doctor;

/// <summary>Findings as text: causes first, what follows from them below.</summary>
internal static class DoctorText
{
    public static void Write(JsonElement report, Printer printer)
    {
        foreach (var finding in report.Items("findings")) WriteFinding(finding, printer);
        var looked = string.Join(", ", report.Items("checked").Where(c => c.Number("subjects") > 0).Select(c => $"{c.Text("subjects")} {c.Text("what")}"));
        printer.Say(Summary(report) + (looked.Length > 0 ? $" Looked at {looked} in {report.Number("tookMs") / 1000:0.0} s." : ""));
        foreach (var note in report.Items("notes")) printer.Say($"Note: {note}");
    }

    /// <summary>All findings, consequences too.</summary>
    public static IEnumerable<JsonElement> All(JsonElement report) => report.Items("findings").SelectMany(f => f.Items("consequences").Prepend(f));

    private static void WriteFinding(JsonElement finding, Printer printer)
    {
        printer.Line($"{finding.Text("severity")} {finding.Text("code")}: {finding.Text("title")} ({finding.Text("target")})");
        printer.Line($"  {finding.Text("cause")}");
        foreach (var line in finding.Items("evidence")) printer.Line($"    {line}");
        printer.Line($"  To mend it: {finding.Text("fix")}{(finding.IsTrue("canFix") ? " The doctor can do it: ziggie doctor --fix" : "")}");
        foreach (var consequence in finding.Items("consequences"))
            printer.Line($"  └ so also {consequence.Text("code")}: {consequence.Text("title")} ({consequence.Text("target")})");
        printer.Line("");
    }

    private static string Summary(JsonElement report)
    {
        var findings = report.Items("findings");
        if (findings.Count == 0) return "Nothing found.";
        var counts = findings.GroupBy(f => f.Text("severity")).Select(g => $"{g.Count()} {g.Key}{(g.Count() == 1 ? "" : "s")}");
        return $"Found {string.Join(", ", counts)}.";
    }
}
