using Ziggie.Doctor.Findings;

namespace Ziggie.Doctor.Codes;

/// <summary>The machine below, and the doctor itself.</summary>
internal static class SystemCodes
{
    public static readonly DoctorCode CheckFailed = new(
        "X000", "A check itself failed", Severity.Warning, Layer.Machine,
        "Something that the doctor wanted to look at could not be looked at: a check ran into a fault of its own, or what it asks did not answer in time. What it would have found is not known; all other checks ran.",
        "Run the doctor again. If the finding stays, report it together with its evidence.")
    { ByHand = ["ziggie doctor --json | jq '.findings[] | select(.code == \"X000\")'"] };

    public static IReadOnlyList<DoctorCode> All { get; } = [CheckFailed];
}
