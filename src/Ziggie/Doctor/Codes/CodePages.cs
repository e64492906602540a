using System.Text;
using Ziggie.Doctor.Findings;

namespace Ziggie.Doctor.Codes;

/// <summary>The pages of docs/doctor, made of the registry.</summary>
internal static class CodePages
{
    /// <summary>File name to Markdown: one page for each code, and README.md with all of them.</summary>
    public static IReadOnlyDictionary<string, string> All() =>
        DoctorCodes.All.ToDictionary(c => $"{c.Code}.md", Page).Append(new("README.md", Index())).ToDictionary(p => p.Key, p => p.Value, StringComparer.Ordinal);

    private static string Page(DoctorCode code)
    {
        var page = new StringBuilder();
        page.Append($"# {code.Code}: {code.Title}\n\n{DoctorReports.Word(code.Severity)}, layer *{DoctorReports.Word(code.Layer)}*\n\n{code.Meaning}\n\n");
        page.Append("## See it by hand\n\n```sh\n").AppendJoin('\n', code.ByHand).Append("\n```\n\n");
        page.Append($"## Mend it\n\n{code.Mend}\n");
        if (code.Fixes is { } fixes) page.Append($"\n`ziggie doctor --fix` can do this: {fixes}\n");
        return page.ToString();
    }

    private static string Index()
    {
        var page = new StringBuilder();
        page.Append("# The doctor's codes\n\n`ziggie doctor` looks at everything once, in layers: ")
            .AppendJoin(", ", Enum.GetValues<Layer>().Select(l => $"*{DoctorReports.Word(l)}*"))
            .Append(". The first layer that fails is the root cause; what fails after it is shown as its consequence. `ziggie doctor --explain CODE` shows these pages in the terminal.\n\n")
            .Append("| code | what it says | layer | severity | `--fix` |\n| --- | --- | --- | --- | --- |\n");
        foreach (var code in DoctorCodes.All)
            page.Append($"| [{code.Code}]({code.Code}.md) | {code.Title} | {DoctorReports.Word(code.Layer)} | {DoctorReports.Word(code.Severity)} | {(code.Fixes is null ? "" : "yes")} |\n");
        return page.ToString();
    }
}
