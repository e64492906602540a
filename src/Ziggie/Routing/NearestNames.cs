namespace Ziggie.Routing;

/// <summary>Names that look like a misspelt one.</summary>
public static class NearestNames
{
    private const int MostNames = 2000;
    private const int MostLength = 80;

    /// <summary>The nearest names, best first; none that differs in more than half of its letters.</summary>
    public static IReadOnlyList<string> Find(string wanted, IEnumerable<string> names, int most)
    {
        if (wanted.Length is 0 or > MostLength) return [];
        return [.. names.Where(n => n.Length <= MostLength).Take(MostNames).Select(n => (Name: n, Distance: Distance(wanted, n))).Where(x => x.Distance <= Math.Max(wanted.Length, 4) / 2).OrderBy(x => x.Distance).ThenBy(x => x.Name, StringComparer.Ordinal).Take(most).Select(x => x.Name)];
    }

    /// <summary>Edits between two names, without regard to case; a name that begins with the other is near.</summary>
    internal static int Distance(string a, string b)
    {
        if (b.StartsWith(a, StringComparison.OrdinalIgnoreCase) || a.StartsWith(b, StringComparison.OrdinalIgnoreCase)) return 1;
        Span<int> row = stackalloc int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++) row[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]) ? 0 : 1;
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j] + 1, row[j - 1] + 1), diagonal + cost));
            }
        }
        return row[b.Length];
    }
}
