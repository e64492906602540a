namespace Ziggie.Engine.Grammars.Patterns;

/// <summary>Rules for what a pattern matches, written inside a JSON string.</summary>
internal sealed class PatternRules(GrammarBuilder rules)
{
    /// <summary>A name, literal or class.</summary>
    public string Symbol(PatternNode node) => node switch
    {
        OneOf one => Character(one.Set),
        Sequence { Parts: [var single] } => Symbol(single),
        _ => rules.Add("part", Text(node)),
    };

    private string Text(PatternNode node) => node switch
    {
        Sequence sequence => InOrder(sequence),
        Alternatives alternatives => string.Join(" | ", alternatives.Options.Select(Text)),
        Repeated { Max: 0 } => "\"\"",
        Repeated { Part: var part, Min: var min, Max: var max } => rules.Repeat(Symbol(part), min, max),
        _ => Symbol(node),
    };

    private string InOrder(Sequence sequence)
    {
        if (sequence.Parts.Count == 0) return "\"\"";
        var texts = new List<string>();
        var literal = "";
        foreach (var part in sequence.Parts)
        {
            // Neighbours that are one character each become one literal.
            if (part is OneOf { Set.Ranges: [var (first, last)] } && first == last && first is not (>= 0xD800 and <= 0xDFFF))
            {
                literal += JsonRules.Escape(first) ?? char.ConvertFromUtf32(first);
                continue;
            }
            Flush();
            texts.Add(part is Alternatives or Sequence ? Symbol(part) : Text(part));
        }
        Flush();
        return string.Join(' ', texts);

        void Flush()
        {
            if (literal.Length > 0) texts.Add(GrammarText.Literal(literal));
            literal = "";
        }
    }

    private string Character(CharSet set)
    {
        var options = new List<string>();
        if (set.Plain().Ranges is { Count: > 0 } plain) options.Add(GrammarText.Class(plain));
        // Of the control characters without a short escape none is written but where the set has few of them.
        var escaped = set.Escaped().ToList();
        options.AddRange(escaped.Where(p => escaped.Count <= 4 || JsonRules.Escape(p)!.Length == 2).Select(p => GrammarText.Literal(JsonRules.Escape(p)!)));
        return options is [var one] ? one : rules.Add("char", options.Count == 0 ? "[^\\x00-\\U0010FFFF]" : string.Join(" | ", options));
    }
}
