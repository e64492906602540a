using System.Text.Json.Serialization;
using Ziggie.Doctor.Codes;
using Ziggie.Doctor.Findings;

namespace Ziggie.Doctor;

/// <summary>What an examination found, root causes first.</summary>
/// <param name="Running">Whether a newer examination is being made.</param>
/// <param name="Checked">What was looked at, e.g. 12 listeners.</param>
/// <param name="Notes">What could not be seen, and why.</param>
internal sealed record DoctorReport(
    DateTimeOffset RanAt, double TookMs, bool Running, IReadOnlyList<FindingView> Findings, IReadOnlyList<CheckedView> Checked, IReadOnlyList<string> Notes);

/// <param name="Subjects">How many.</param>
internal sealed record CheckedView(string What, int Subjects);

/// <summary>One finding.</summary>
/// <param name="Severity">problem, warning or hint.</param>
/// <param name="Target">What it is about, e.g. <c>backend:ollama</c>; names the finding together with its code.</param>
/// <param name="Evidence">Lines that can be repeated by hand.</param>
/// <param name="CanFix">Whether <c>POST /api/doctor/fix</c> does what <paramref name="Fix"/> says.</param>
/// <param name="Docs">Where the code is explained.</param>
/// <param name="Consequences">What follows from it.</param>
internal sealed record FindingView(
    string Code, string Severity, string Title, string Target, string Layer, IReadOnlyList<string> Evidence, string Cause, string Fix, bool CanFix, string Docs, IReadOnlyList<FindingView> Consequences);

/// <summary>A code as it is documented.</summary>
/// <param name="ByHand">Commands that show it.</param>
/// <param name="Fixes">What the doctor can do; null where it can do nothing.</param>
internal sealed record CodeView(string Code, string Title, string Severity, string Layer, string Meaning, IReadOnlyList<string> ByHand, string Mend, string? Fixes);

/// <summary>Makes reports.</summary>
internal static class DoctorReports
{
    /// <param name="withEvidence">Evidence shows command lines and addresses, which only those may read who may operate.</param>
    public static DoctorReport Of(Diagnosis diagnosis, bool running, bool withEvidence)
    {
        var evidence = diagnosis.Evidence;
        return new DoctorReport(
            diagnosis.At, Math.Round(diagnosis.Took.TotalMilliseconds), running,
            [.. diagnosis.Findings.Select(f => Of(f, withEvidence))],
            [
                new CheckedView("backends", evidence.Backends.Count),
                new CheckedView("listeners", evidence.Listeners.Listeners.Count),
                new CheckedView("containers", evidence.Containers?.Containers.Count ?? 0),
                new CheckedView("graphics cards", evidence.Machine?.Gpus.Count ?? 0),
                new CheckedView("disks", evidence.Machine?.Disks.Count ?? 0),
            ],
            evidence.Notes);
    }

    public static CodeView Of(DoctorCode code) => new(code.Code, code.Title, Word(code.Severity), Word(code.Layer), code.Meaning, code.ByHand, code.Mend, code.Fixes);

    public static string Word<T>(T value) where T : struct, Enum => value.ToString().ToLowerInvariant();

    private static FindingView Of(Finding finding, bool withEvidence) => new(
        finding.Code.Code, Word(finding.Severity), finding.Code.Title, finding.Target, Word(finding.Layer), withEvidence ? finding.Evidence : [], finding.Cause, finding.Fix,
        finding.CanFix, $"/docs/doctor/{finding.Code.Code}", [.. finding.Consequences.Select(c => Of(c, withEvidence))]);
}

/// <summary>Serialization of the doctor's API.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(DoctorReport))]
[JsonSerializable(typeof(IReadOnlyList<CodeView>))]
[JsonSerializable(typeof(DoctorNews))]
[JsonSerializable(typeof(FixRequest))]
[JsonSerializable(typeof(FixAnswer))]
internal sealed partial class DoctorJson : JsonSerializerContext;
