using Ziggie.Engine.Grammars;
using Ziggie.Engine.Replies.Calls;
using Ziggie.Wire;

namespace Ziggie.Engine.Replies.Grammar;

/// <summary>Rules for the calls of a request's tools.</summary>
internal sealed class CallRules(GrammarBuilder rules, IReadOnlyList<ToolDefinition> tools, bool parallel)
{
    private readonly JsonRules _json = new(rules);

    public GrammarBuilder Rules => rules;

    public IReadOnlyList<ToolDefinition> Tools => tools;

    public bool IsParallel => parallel;

    public string Space => _json.Space;

    public JsonRules Json => _json;

    public string Build(string root) => rules.Build(rules.Add("calls", root));

    /// <summary>One or, where that is allowed, more.</summary>
    public string Repeated(string item, string separator = "") =>
        !parallel ? item : $"{item} {rules.Add("more", separator.Length == 0 ? $"{Space} {item}" : $"{separator} {item}")}*";

    /// <summary>A group of calls with all that stands around it.</summary>
    public string Group(CallForm form)
    {
        var call = rules.Add("call", string.Join(" | ", tools.Select(t => rules.Add($"call-{t.Name}", form.Grammar!.Call(t, this)))));
        var start = form.Start is null ? "" : GrammarText.Literal(form.Start) + " ";
        var end = form.End is null ? "" : $" {Space} {GrammarText.Literal(form.End)}";
        if (form.IsList)
        {
            var separator = rules.Add("comma", $"{Space} \",\" {Space}");
            return rules.Add("group", $"{start}{Space} \"[\" {Space} {Repeated(call, separator)} {Space} \"]\"{end}");
        }
        if (form.Open is null)
        {
            var single = rules.Add("group", $"{start}{(start.Length == 0 ? "" : $"{Space} ")}{call}{end}");
            return form.IsBare ? single : rules.Add("groups", Repeated(single));
        }
        var closed = form.Close is null ? "" : $" {Space} {GrammarText.Literal(form.Close)}";
        var item = rules.Add("item", $"{GrammarText.Literal(form.Open)} {call}{closed}");
        return rules.Add("group", $"{start}{Space} {Repeated(item)}{end}");
    }

    /// <summary>A tool's arguments as JSON. What a grammar cannot say of a schema is left out, but for tools that insist on it.</summary>
    public string Arguments(ToolDefinition tool)
    {
        if (tool.Parameters is not { } schema) return rules.Add("no-arguments", $"\"{{\" {Space} \"}}\"");
        try
        {
            return JsonSchemaGrammar.Rule(schema, rules);
        }
        catch (GrammarException) when (tool.Strict != true)
        {
            return _json.Object;
        }
    }

    /// <summary>Any text and then this word, at the first place where it stands.</summary>
    public string Until(string word)
    {
        var states = new string[word.Length];
        for (var i = 0; i < word.Length; i++) states[i] = rules.Reserve("until");
        for (var i = 0; i < word.Length; i++)
        {
            var known = word.Distinct().ToList();
            var steps = known.Select(c => (Char: c, Next: Longest(word, word[..i] + c))).ToList();
            var alternatives = steps.Where(s => s.Next > 0).Select(s => s.Next == word.Length ? GrammarText.Literal($"{s.Char}") : $"{GrammarText.Literal($"{s.Char}")} {states[s.Next]}").ToList();
            var others = steps.Where(s => s.Next > 0).Select(s => ((int)s.Char, (int)s.Char));
            alternatives.Add($"{GrammarText.Class(others, negated: true)} {states[0]}");
            rules.Define(states[i], string.Join(" | ", alternatives));
        }
        return states[0];
    }

    /// <summary>How much of the word's beginning the text ends with.</summary>
    private static int Longest(string word, string text)
    {
        for (var length = Math.Min(word.Length, text.Length); length > 0; length--)
        {
            if (text.EndsWith(word[..length], StringComparison.Ordinal)) return length;
        }
        return 0;
    }
}
