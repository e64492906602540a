using Ziggie.Engine.Grammars;

namespace Ziggie.Engine.Replies.Grammar;

/// <summary>Calls as messages to the tool: its name, a line break, the arguments.</summary>
internal static class RecipientGrammar
{
    public static ToolGrammar Make(CallRules rules, bool isForced)
    {
        var calls = rules.Tools.Select(t => rules.Rules.Add($"call-{t.Name}", $"{GrammarText.Literal(t.Name + "\n")} {rules.Arguments(t)}"));
        var call = rules.Rules.Add("call", string.Join(" | ", calls));
        var grammar = rules.Build(rules.Repeated(call, rules.Rules.Add("next", "\"\\n\"? \">>>\"")));
        if (isForced) return new ToolGrammar(grammar, false, []);
        var names = string.Join('|', rules.Tools.Select(t => GrammarTrigger.Escape(t.Name)));
        return new ToolGrammar(grammar, true, [new($"^((?:{names})\\n)", true), new($">>>((?:{names})\\n)", true)]);
    }
}
