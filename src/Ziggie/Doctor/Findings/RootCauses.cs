namespace Ziggie.Doctor.Findings;

/// <summary>Tells causes from consequences: of all that is said of one target, the first layer is the cause.</summary>
internal static class RootCauses
{
    /// <summary>Root causes with what follows from them, the most severe first.</summary>
    public static IReadOnlyList<Finding> Fold(IEnumerable<Finding> findings)
    {
        // In the order in which they would be causes.
        Finding[] ranked = [.. findings.DistinctBy(f => (f.Code.Code, f.Target, f.Cause)).OrderBy(f => f.Severity == Severity.Hint).ThenBy(f => f.Explains.Count == 0).ThenBy(f => f.Layer)];
        var root = new int[ranked.Length];
        for (var i = 0; i < ranked.Length; i++)
        {
            var cause = Array.FindIndex(ranked, 0, i, c => Causes(c, ranked[i]));
            root[i] = cause < 0 ? i : root[cause];
        }
        return
        [
            .. ranked.Where((_, i) => root[i] == i)
                .Select(f => f with { Consequences = [.. ranked.Where((c, i) => c != f && ranked[root[i]] == f)] })
                .OrderBy(f => f.Consequences.Select(c => c.Severity).Append(f.Severity).Min())
                .ThenBy(f => f.Layer).ThenBy(f => f.Target, StringComparer.Ordinal).ThenBy(f => f.Code.Code, StringComparer.Ordinal),
        ];
    }

    private static bool Causes(Finding cause, Finding finding) =>
        cause.Explains.Contains(finding.Target) || cause.Target == finding.Target && IsOneStory(finding.Target) && cause.Severity <= finding.Severity;

    /// <summary>Findings about the whole machine have nothing to do with each other.</summary>
    private static bool IsOneStory(string target) => target != "machine" && !target.StartsWith("check:", StringComparison.Ordinal);
}
