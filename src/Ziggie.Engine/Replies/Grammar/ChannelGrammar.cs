using Ziggie.Engine.Grammars;

namespace Ziggie.Engine.Replies.Grammar;

/// <summary>Calls on channels: the recipient stands in the role's or in the channel's head.</summary>
internal static class ChannelGrammar
{
    private static readonly GrammarTrigger[] s_triggers =
    [
        new(@"^\s+to$", true),
        new(@"^<\|channel\|>(?:commentary|analysis)\s+to=functions$", true),
        new(@"<\|start\|>assistant(\s+to)", true),
        new(@"<\|start\|>assistant(<\|channel\|>(?:commentary|analysis)\s+to)", true),
    ];

    public static ToolGrammar Make(CallRules rules, bool isForced, ReplyStart start)
    {
        var all = rules.Rules;
        var channel = all.Add("channel", "\"<|channel|>\" (\"commentary\" | \"analysis\")");
        var kind = all.Add("kind", "(\" \"? \"<|constrain|>\"? \"json\" | \" json\")?");
        var calls = rules.Tools.Select(tool =>
        {
            var to = GrammarText.Literal($" to=functions.{tool.Name}");
            return all.Add($"call-{tool.Name}", $"({to} {channel} | {channel} {to}) {kind} \"<|message|>\" {rules.Arguments(tool)}");
        });
        var call = all.Add("call", string.Join(" | ", calls));
        if (!isForced) return new ToolGrammar(rules.Build(call), true, s_triggers);
        var thoughts = $"{rules.Until("<|end|>")} \"<|start|>assistant\"";
        var before = start switch
        {
            ReplyStart.Thinking => $"{thoughts} ",
            ReplyStart.Text => $"{thoughts} ",
            _ => $"(\"<|channel|>analysis<|message|>\" {thoughts})? ",
        };
        return new ToolGrammar(rules.Build(before + call), false, []);
    }
}
