using System.Globalization;

namespace Ziggie.Engine.Grammars.Numbers;

/// <summary>What follows a whole number: nothing, or a point and digits that keep the number above or below a bound with the same whole part.</summary>
/// <param name="Places">Digits at most.</param>
internal sealed record Fractions(string? Low, bool LowOpen, string? High, bool HighOpen, int Places)
{
    /// <summary>Null where nothing fits, not even nothing.</summary>
    public string? Text()
    {
        if (Low is null && High is null) return Places == 0 ? "\"\"" : string.Create(CultureInfo.InvariantCulture, $"(\"\" | \".\" [0-9]{{1,{Places}}})");
        var digits = Next(0, Low is not null, High is not null);
        List<string> alternatives = [];
        if (MayEnd(0, Low is not null, High is not null)) alternatives.Add("\"\"");
        alternatives.AddRange(digits.Select(d => $"\".\" {d}"));
        return alternatives.Count == 0 ? null : GrammarText.Any(alternatives);
    }

    /// <summary>Whether the number may end after so many digits, all of them those of the bounds that still bind.</summary>
    private bool MayEnd(int at, bool low, bool high) =>
        (!low || (at >= Low!.Length && !LowOpen)) && (!high || at < High!.Length || !HighOpen);

    /// <summary>Alternatives for the digit at a place and all that follow it.</summary>
    private List<string> Next(int at, bool low, bool high)
    {
        var alternatives = new List<string>();
        if (at == Places) return alternatives;
        var from = low && at < Low!.Length ? Low[at] : '0';
        var to = !high ? '9' : at < High!.Length ? High[at] : '0';
        for (var digit = from; digit <= to;)
        {
            // Digits between the bounds are all alike.
            var lowBinds = low && digit == from && (at < Low!.Length || LowOpen);
            var highBinds = high && digit == to;
            var last = lowBinds || highBinds ? digit : high ? (char)(to - 1) : to;
            if (Rest(at + 1, lowBinds, highBinds) is { } rest) alternatives.Add($"{(digit == last ? $"\"{digit}\"" : $"[{digit}-{last}]")}{rest}");
            digit = (char)(last + 1);
        }
        return alternatives;
    }

    private string? Rest(int at, bool low, bool high)
    {
        if (!low && !high) return at == Places ? "" : string.Create(CultureInfo.InvariantCulture, $" [0-9]{{0,{Places - at}}}");
        var alternatives = Next(at, low, high);
        if (MayEnd(at, low, high)) alternatives.Insert(0, "\"\"");
        return alternatives.Count == 0 ? null : $" {GrammarText.Any(alternatives)}";
    }
}
