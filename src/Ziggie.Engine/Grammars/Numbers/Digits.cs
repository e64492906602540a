using System.Globalization;
using System.Numerics;

namespace Ziggie.Engine.Grammars.Numbers;

/// <summary>Digits of whole numbers that are not negative, between two bounds.</summary>
internal static class Digits
{
    /// <summary>Alternatives for every number from <paramref name="low"/> to <paramref name="high"/>.</summary>
    public static IReadOnlyList<string> Between(BigInteger low, BigInteger high)
    {
        var alternatives = new List<string>();
        if (low.IsZero && high.Sign >= 0)
        {
            alternatives.Add("\"0\"");
            low = 1;
        }
        for (int length = Text(low).Length, last = Text(high).Length; length <= last && low <= high; length++)
        {
            var end = BigInteger.Pow(10, length) - 1;
            if (low == BigInteger.Pow(10, length - 1))
            {
                // All numbers of this length, and of as many of the next as are allowed whole.
                var whole = length;
                while (BigInteger.Pow(10, whole) - 1 <= high) whole++;
                if (whole > length)
                {
                    alternatives.Add(whole - length == 1 ? $"[1-9]{Free(length - 1)}" : string.Create(CultureInfo.InvariantCulture, $"[1-9] [0-9]{{{length - 1},{whole - 2}}}"));
                    low = BigInteger.Pow(10, whole - 1);
                    length = whole - 1;
                    continue;
                }
            }
            alternatives.AddRange(SameLength(Text(low), Text(BigInteger.Min(end, high))));
            low = end + 1;
        }
        return alternatives;
    }

    /// <summary>So many digits that may be any.</summary>
    public static string Free(int count) => count == 0 ? "" : count == 1 ? " [0-9]" : string.Create(CultureInfo.InvariantCulture, $" [0-9]{{{count}}}");

    private static List<string> SameLength(string low, string high)
    {
        if (low == high) return [GrammarText.Literal(low)];
        var same = low.Zip(high).TakeWhile(p => p.First == p.Second).Count();
        if (same > 0) return [$"{GrammarText.Literal(low[..same])} {GrammarText.Any(SameLength(low[same..], high[same..]))}"];
        if (low.Length == 1) return [Digit(low[0], high[0])];
        var rest = low.Length - 1;
        // What may follow the first digit is bound only where that is the first or last there may be.
        var from = low[1..].Trim('0').Length == 0 ? low[0] : (char)(low[0] + 1);
        var to = high[1..].Trim('9').Length == 0 ? high[0] : (char)(high[0] - 1);
        var alternatives = new List<string>();
        if (from != low[0]) alternatives.Add($"\"{low[0]}\" {GrammarText.Any(SameLength(low[1..], new string('9', rest)))}");
        if (from <= to) alternatives.Add($"{Digit(from, to)}{Free(rest)}");
        if (to != high[0]) alternatives.Add($"\"{high[0]}\" {GrammarText.Any(SameLength(new string('0', rest), high[1..]))}");
        return alternatives;
    }

    private static string Digit(char from, char to) => from == to ? $"\"{from}\"" : $"[{from}-{to}]";

    private static string Text(BigInteger number) => number.ToString(CultureInfo.InvariantCulture);
}
