namespace Ziggie.Engine.Grammars.Patterns;

/// <summary>A set of characters, as ordered ranges of code points that do not touch.</summary>
internal sealed class CharSet
{
    private const int Last = 0x10FFFF;

    private CharSet(IReadOnlyList<(int First, int Last)> ranges) => Ranges = ranges;

    public IReadOnlyList<(int First, int Last)> Ranges { get; }

    public static CharSet Digit { get; } = Of(('0', '9'));
    public static CharSet Word { get; } = Of(('a', 'z'), ('A', 'Z'), ('0', '9'), ('_', '_'));
    public static CharSet Space { get; } = Of((9, 13), (32, 32), (0xA0, 0xA0), (0x1680, 0x1680), (0x2000, 0x200A), (0x2028, 0x2029), (0x202F, 0x202F), (0x205F, 0x205F), (0x3000, 0x3000), (0xFEFF, 0xFEFF));

    /// <summary>What a dot matches.</summary>
    public static CharSet Dot { get; } = Of(('\n', '\n'), ('\r', '\r'), (0x2028, 0x2029)).Negate();

    public static CharSet Of(params IEnumerable<(int First, int Last)> ranges)
    {
        var merged = new List<(int First, int Last)>();
        foreach (var (first, last) in ranges.OrderBy(r => r.First))
        {
            if (merged.Count > 0 && first <= merged[^1].Last + 1) merged[^1] = (merged[^1].First, Math.Max(merged[^1].Last, last));
            else merged.Add((first, last));
        }
        return new CharSet(merged);
    }

    public CharSet Negate()
    {
        var ranges = new List<(int, int)>();
        var next = 0;
        foreach (var (first, last) in Ranges)
        {
            if (first > next) ranges.Add((next, first - 1));
            next = last + 1;
        }
        if (next <= Last) ranges.Add((next, Last));
        return new CharSet(ranges);
    }

    public bool Has(int point) => Ranges.Any(r => r.First <= point && point <= r.Last);

    /// <summary>Those that stand for themselves in a JSON string: neither surrogates nor what must be escaped.</summary>
    public CharSet Plain() => Negate().With((0, 0x1F), ('"', '"'), ('\\', '\\'), (0xD800, 0xDFFF)).Negate();

    /// <summary>Those that a JSON string has as an escape.</summary>
    public IEnumerable<int> Escaped() => Enumerable.Range(0, 0x20).Append('"').Append('\\').Where(Has);

    private CharSet With(params IEnumerable<(int, int)> ranges) => Of(Ranges.Concat(ranges));
}
