namespace Ziggie.Engine.Grammars.Patterns;

/// <summary>Narrows a pattern to lengths.</summary>
internal static class PatternLength
{
    /// <summary>Null where the bounds cannot be built in.</summary>
    public static PatternNode? Within(PatternNode node, long min, long? max)
    {
        if (node.Least >= min && (max is null || node.Most <= max)) return node;
        if (node is Alternatives { Options: var options })
        {
            var narrowed = options.Where(o => max is null || o.Least <= max).Where(o => o.Most is null || o.Most >= min).Select(o => Within(o, min, max)).ToList();
            return narrowed.Count == 0 || narrowed.Contains(null) ? null : new Alternatives(narrowed!);
        }
        // All but one part of fixed length, and that one a repetition of single characters: it takes up what is left.
        var parts = node is Sequence sequence ? sequence.Parts : [node];
        var loose = parts.Where(p => p.Least != p.Most).ToList();
        if (loose is not [Repeated { Part: { Least: 1, Most: 1 } part } repeated]) return null;
        var rest = parts.Where(p => !ReferenceEquals(p, repeated)).Sum(p => p.Least);
        var least = Math.Max(repeated.Min, min - rest);
        var most = max is { } bound ? Math.Min(repeated.Max ?? long.MaxValue, bound - rest) : repeated.Max;
        return most < least ? null : new Sequence([.. parts.Select(p => ReferenceEquals(p, repeated) ? new Repeated(part, least, most) : p)]);
    }
}
