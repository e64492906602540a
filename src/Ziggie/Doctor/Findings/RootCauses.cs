namespace Ziggie.Doctor.Findings;

/// <summary>Tells causes from consequences: of all that is said of one target, the first layer is the cause.</summary>
internal static class RootCauses
{
    /// <summary>Root causes with what follows from them, the most severe first.</summary>
    public static IReadOnlyList<Finding> Fold(IEnumerable<Finding> findings)
    {
        // In the order in which they would be causes.
        Finding[] ranked = [.. findings.DistinctBy(f => (f.Code.Code, f.Target, f.Cause)).OrderBy(f => f.Severity == Severity.Hint).ThenBy(f => f.Explains.Count == 0).ThenBy(f => f.Layer)];
        var cause = Enumerable.Repeat(-1, ranked.Length).ToArray();
        // From the last, so that of two that explain each other the first remains.
        for (var i = ranked.Length - 1; i >= 0; i--)
            for (var c = 0; c < ranked.Length && cause[i] < 0; c++)
                if (Causes(ranked, c, i) && Root(cause, c) != i) cause[i] = c;
        var root = cause.Select((_, i) => Root(cause, i)).ToArray();
        return
        [
            .. ranked.Where((_, i) => root[i] == i)
                .Select(f => f with { Consequences = [.. ranked.Where((c, i) => c != f && ranked[root[i]] == f)] })
                .OrderBy(f => f.Consequences.Select(c => c.Severity).Append(f.Severity).Min())
                .ThenBy(f => f.Layer).ThenBy(f => f.Target, StringComparer.Ordinal).ThenBy(f => f.Code.Code, StringComparer.Ordinal),
        ];
    }

    /// <summary>Whether one explains the other, or is said of the same target and comes before it.</summary>
    private static bool Causes(Finding[] ranked, int first, int second)
    {
        var (cause, finding) = (ranked[first], ranked[second]);
        if (first == second || cause.Severity == Severity.Hint && finding.Severity != Severity.Hint) return false;
        return cause.Explains.Contains(finding.Target) || first < second && cause.Target == finding.Target && IsOneStory(finding.Target) && cause.Severity <= finding.Severity;
    }

    private static int Root(int[] cause, int of)
    {
        while (cause[of] >= 0) of = cause[of];
        return of;
    }

    /// <summary>Findings about the whole machine have nothing to do with each other.</summary>
    private static bool IsOneStory(string target) => target != "machine" && !target.StartsWith("check:", StringComparison.Ordinal);
}
