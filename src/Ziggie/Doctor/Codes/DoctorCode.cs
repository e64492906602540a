using Ziggie.Doctor.Findings;

namespace Ziggie.Doctor.Codes;

/// <summary>A kind of finding. Stable: scripts and people refer to it. The pages in docs/doctor are made of these.</summary>
/// <param name="Code">A letter and three digits.</param>
/// <param name="Title">What it says in a few words.</param>
/// <param name="Meaning">What it means, and how it comes to be.</param>
/// <param name="Mend">What to do.</param>
internal sealed record DoctorCode(string Code, string Title, Severity Severity, Layer Layer, string Meaning, string Mend)
{
    /// <summary>Commands that show it.</summary>
    public required IReadOnlyList<string> ByHand { get; init; }

    /// <summary>What the doctor can do by itself; null where it can do nothing.</summary>
    public string? Fixes { get; init; }
}
