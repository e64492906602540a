using System.Text.Json;
using Ziggie.Engine.Grammars.Patterns;

namespace Ziggie.Engine.Grammars.Schemas;

/// <summary>Rules for strings.</summary>
internal sealed class TextRules(GrammarBuilder rules, JsonRules json)
{
    /// <summary>Null where no string fits.</summary>
    public string? Rule(SchemaFacts facts)
    {
        var lengths = Lengths.OfText(facts);
        if (lengths.IsEmpty) return null;
        if (Pattern(facts) is { } found) return Patterned(found.Path, found.Node, lengths);
        return lengths is { Min: 0, Max: null } ? json.Text : rules.Add("string", $"\"\\\"\" {rules.Repeat(json.Char, lengths.Min, lengths.Max)} \"\\\"\"");
    }

    public static string PatternOf(SchemaTerm term) =>
        term.At("pattern").Schema is { ValueKind: JsonValueKind.String } text ? text.GetString()! : throw new GrammarException(term.Below("pattern"), "must be a text: a regular expression.");

    /// <summary>Whether a text fits a pattern, for texts that the schema itself names.</summary>
    public static bool Matches(string path, string pattern, string text) => PatternMatch.Whole(PatternParser.Parse(path, pattern), text);

    private string? Patterned(string path, PatternNode node, Lengths lengths)
    {
        if (lengths.Max < node.Least || node.Most < lengths.Min) return null;
        var narrowed = PatternLength.Within(node, lengths.Min, lengths.Max)
            ?? throw new GrammarException(path, "cannot be kept together with minLength or maxLength; say the length in the pattern, as in ^[a-z]{1,20}$.");
        return rules.Add("string", $"\"\\\"\" {new PatternRules(rules).Symbol(narrowed)} \"\\\"\"");
    }

    /// <summary>A pattern binds; a format is a note that is kept where there is no pattern.</summary>
    private static (string Path, PatternNode Node)? Pattern(SchemaFacts facts)
    {
        var patterns = facts.With("pattern").DistinctBy(PatternOf).ToList();
        if (patterns.Count > 1) throw new GrammarException(patterns[1].Below("pattern"), $"cannot be kept together with the pattern at {patterns[0].Path}; write one pattern for both.");
        if (patterns is [var term]) return (term.Below("pattern"), PatternParser.Parse(term.Below("pattern"), PatternOf(term)));
        foreach (var noted in facts.With("format"))
            if (noted.At("format") is { Schema.ValueKind: JsonValueKind.String } format && Formats.Of(format.Schema.GetString()!) is { } node) return (format.Path, node);
        return null;
    }
}
