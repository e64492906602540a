namespace Ziggie.Wire;

/// <summary>Finds what someone probably meant.</summary>
public static class Nearest
{
    /// <summary>The candidate with the fewest edits, if those are few for its length; null otherwise.</summary>
    public static string? Of(string word, IEnumerable<string> candidates)
    {
        string? best = null;
        var least = int.MaxValue;
        if (word.Length > 64) return null;
        foreach (var candidate in candidates)
        {
            var most = Math.Max(1, Math.Min(word.Length, candidate.Length) / 2);
            if (candidate.Length > 256 || candidate.Length - word.Length > Math.Max(most, 8)) continue;
            var edits = word.Length > 2 && candidate.StartsWith(word, StringComparison.OrdinalIgnoreCase) ? 1 : Distance(word, candidate);
            if (edits >= least || edits > most) continue;
            least = edits;
            best = candidate;
        }
        return best;
    }

    /// <summary>Insertions, deletions, replacements and swaps of neighbours, letter case aside.</summary>
    public static int Distance(string a, string b)
    {
        var table = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++) table[i, 0] = i;
        for (var j = 0; j <= b.Length; j++) table[0, j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var edits = Math.Min(
                    Math.Min(table[i - 1, j], table[i, j - 1]) + 1,
                    table[i - 1, j - 1] + (Same(a[i - 1], b[j - 1]) ? 0 : 1));
                if (i > 1 && j > 1 && Same(a[i - 1], b[j - 2]) && Same(a[i - 2], b[j - 1])) edits = Math.Min(edits, table[i - 2, j - 2] + 1);
                table[i, j] = edits;
            }
        }
        return table[a.Length, b.Length];
    }

    private static bool Same(char a, char b) => char.ToLowerInvariant(a) == char.ToLowerInvariant(b);
}
