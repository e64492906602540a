namespace Ziggie.Doctor.Fixes;

/// <summary>Fixes in the words of the audit log.</summary>
internal static class FixWords
{
    public static string Outcome(FixOutcome outcome) => outcome switch
    {
        FixOutcome.Mended => "ok",
        FixOutcome.TargetChanged or FixOutcome.NotFixable => "denied",
        _ => "failed",
    };
}
