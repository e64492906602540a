namespace Ziggie.Engine.Grammars.Patterns;

/// <summary>Whether a pattern matches a text, by code points as its rules do. Walks all ways at once, so no pattern takes long.</summary>
internal static class PatternMatch
{
    public static bool Whole(PatternNode node, string text)
    {
        var points = text.EnumerateRunes().Select(r => r.Value).ToArray();
        return Ends(node, points, [0]).Contains(points.Length);
    }

    /// <summary>Where matches may end that begin at one of these places.</summary>
    private static HashSet<int> Ends(PatternNode node, int[] text, HashSet<int> starts) => node switch
    {
        OneOf one => [.. starts.Where(s => s < text.Length && one.Set.Has(text[s])).Select(s => s + 1)],
        Sequence sequence => sequence.Parts.Aggregate(starts, (from, part) => Ends(part, text, from)),
        Alternatives alternatives => [.. alternatives.Options.SelectMany(o => Ends(o, text, starts))],
        Repeated repeated => Times(repeated, text, starts),
        _ => [],
    };

    private static HashSet<int> Times(Repeated repeated, int[] text, HashSet<int> starts)
    {
        var ends = new HashSet<int>();
        // What repeats is never empty, so the places run out.
        for (long i = 0; i <= (repeated.Max ?? long.MaxValue) && starts.Count > 0; i++)
        {
            if (i >= repeated.Min) ends.UnionWith(starts);
            starts = Ends(repeated.Part, text, starts);
        }
        return ends;
    }
}
