using System.Text.RegularExpressions;
using Ziggie.Engine.Replies;
using Ziggie.Engine.Replies.Grammar;
using Ziggie.Tests.Support;
using Ziggie.Wire;

namespace Ziggie.Tests.Engine.Replies;

public sealed class ToolGrammarTests
{
    private const string Json = "{\"name\": \"weather\", \"arguments\": {\"city\": \"Zürich\", \"days\": 2}}";
    private const string Args = "{\"city\": \"Zürich\", \"days\": 2}";

    /// <summary>Family; what it says before the call; the call, as the family writes it.</summary>
    public static TheoryData<string, string, string> Written => new()
    {
        { "hermes", "I look.\n", $"<tool_call>\n{Json}\n</tool_call>" },
        { "hermes", "", $"<tool_call>\n{Json}\n</tool_call>\n<tool_call>\n{{\"name\": \"search\", \"arguments\": {{}}}}\n</tool_call>" },
        { "llama", "", $"{{\"name\": \"weather\", \"parameters\": {Args}}}" },
        { "mistral", "Well.", $"[TOOL_CALLS][{{\"name\": \"weather\", \"arguments\": {Args}}}]" },
        { "deepseek", "", $"<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>weather<｜tool▁sep｜>{Args}<｜tool▁call▁end｜><｜tool▁calls▁end｜>" },
        { "dsml", "Well.\n\n", "<｜DSML｜function_calls>\n<｜DSML｜invoke name=\"weather\">\n<｜DSML｜parameter name=\"city\" string=\"true\">Zürich</｜DSML｜parameter>\n<｜DSML｜parameter name=\"days\" string=\"false\">2</｜DSML｜parameter>\n</｜DSML｜invoke>\n</｜DSML｜function_calls>" },
        { "kimi", "", $"<|tool_calls_section_begin|><|tool_call_begin|>functions.weather:0<|tool_call_argument_begin|>{Args}<|tool_call_end|><|tool_calls_section_end|>" },
        { "coder", "Well.\n", "<tool_call>\n<function=weather>\n<parameter=city>\nZürich <b>\n</parameter>\n<parameter=days>\n2\n</parameter>\n</function>\n</tool_call>" },
        { "glm", "\n", "<tool_call>weather\n<arg_key>city</arg_key>\n<arg_value>Zürich</arg_value>\n<arg_key>days</arg_key>\n<arg_value>2</arg_value>\n</tool_call>" },
        { "seed", "", "<seed:tool_call>\n<function=weather>\n<parameter=city>Zürich</parameter>\n</function>\n</seed:tool_call>" },
        { "minimax", "", "<minimax:tool_call>\n<invoke name=\"weather\">\n<parameter name=\"city\">Zürich</parameter>\n</invoke>\n<invoke name=\"search\">\n</invoke>\n</minimax:tool_call>" },
        { "minicpm", "", "<function name=\"weather\"><param name=\"city\">Zürich</param><param name=\"days\">2</param></function>" },
        { "functionary3.1", "", $"<function=weather>{Args}</function>" },
        { "functionary3.2", "", $"weather\n{Args}" },
        { "functionary3.2", "all\nHello.\n>>>", $"weather\n{Args}" },
        { "command-r", "Plan.\n", $"Action: ```json\n[\n  {{\n    \"tool_name\": \"weather\",\n    \"parameters\": {Args}\n  }}\n]```" },
        { "command-r7b", "<|START_THINKING|>Hm.<|END_THINKING|>", $"<|START_ACTION|>[\n  {{\"tool_call_id\": \"0\", \"tool_name\": \"weather\", \"parameters\": {Args}}}\n]<|END_ACTION|>" },
        { "granite", "", $"<|tool_call|>[{Json}]" },
        { "nemotron", "", $"<TOOLCALL>[{Json}, {Json}]</TOOLCALL>" },
        { "lfm2", "", "<|tool_call_start|>[weather(city=\"Zürich\", days=2)]<|tool_call_end|>" },
        { "gemma4", "", "<|tool_call>call:weather{city:<|\"|>Zürich<|\"|>,days:2}<tool_call|>" },
        { "apertus", "", $"<|tools_prefix|>[{{\"weather\": {Args}}}]<|tools_suffix|>" },
        { "firefunction", " ", $"functools[{Json}]" },
        { "harmony", "<|channel|>analysis<|message|>Hm.<|end|><|start|>assistant", $"<|channel|>commentary to=functions.weather <|constrain|>json<|message|>{Args}" },
        { "harmony", "<|channel|>analysis<|message|>Hm.<|end|><|start|>assistant", $" to=functions.weather<|channel|>commentary json<|message|>{Args}" },
    };

    [Theory]
    [MemberData(nameof(Written))]
    public void A_grammar_wakes_where_a_call_begins_and_lets_it_through(string family, string before, string call)
    {
        var grammar = For(family, null)!;
        Assert.True(grammar.IsLazy);
        Assert.Equal(before.Length, Woken(grammar, before + call));
        Assert.True(new GbnfMatcher(grammar.Text).Matches(call), $"{call}\nis not let through by\n{grammar.Text}");
        Assert.False(new GbnfMatcher(grammar.Text).Matches(call.Replace("weather", "whether", StringComparison.Ordinal)), "a tool that is not offered");
    }

    [Theory]
    [MemberData(nameof(Written))]
    public void Text_wakes_no_grammar(string family, string before, string call)
    {
        _ = (before, call);
        Assert.Equal(-1, Woken(For(family, null)!, "Hello there, {\"name\": 1} <b> [TOOL] weather."));
    }

    [Theory]
    [MemberData(nameof(Written))]
    public void Where_a_call_must_come_the_grammar_does_not_sleep(string family, string before, string call)
    {
        if (before.Length > 0) return;
        var grammar = For(family, new ToolChoice(ToolChoiceMode.Required))!;
        Assert.False(grammar.IsLazy);
        Assert.True(new GbnfMatcher(grammar.Text).Matches(call));
        Assert.False(new GbnfMatcher(grammar.Text).Matches("Hello."));
        Assert.False(new GbnfMatcher(grammar.Text).Matches(""));
    }

    [Fact]
    public void Thoughts_may_come_before_a_call_that_must()
    {
        var required = new ToolChoice(ToolChoiceMode.Required);
        var fresh = new GbnfMatcher(For("hermes", required)!.Text);
        Assert.True(fresh.Matches($"<think>\nHm, a < b </thin.\n</think>\n<tool_call>{Json}</tool_call>"));
        Assert.False(fresh.Matches($"<think>\nHm.<tool_call>{Json}</tool_call>"));
        var begun = new GbnfMatcher(For("hermes", required, ReplyStart.Thinking)!.Text);
        Assert.True(begun.Matches($"Hm.</think>\n<tool_call>{Json}</tool_call>"));
        Assert.False(begun.Matches($"<tool_call>{Json}</tool_call>"));
    }

    [Fact]
    public void A_named_tool_is_the_only_one()
    {
        var grammar = new GbnfMatcher(For("hermes", new ToolChoice(ToolChoiceMode.Named, "search"))!.Text);
        Assert.True(grammar.Matches("<tool_call>{\"name\": \"search\", \"arguments\": {}}</tool_call>"));
        Assert.False(grammar.Matches($"<tool_call>{Json}</tool_call>"));
    }

    [Fact]
    public void One_call_at_a_time_where_that_is_asked_for()
    {
        var one = $"<tool_call>{Json}</tool_call>";
        var request = SpokenReplies.Request with { ParallelToolCalls = false };
        var grammar = new GbnfMatcher(ToolGrammar.For(SpokenReplies.Format("hermes"), request, ReplyStart.Fresh)!.Text);
        Assert.True(grammar.Matches(one));
        Assert.False(grammar.Matches(one + one));
    }

    [Fact]
    public void Without_tools_there_is_no_grammar()
    {
        Assert.Null(For("hermes", new ToolChoice(ToolChoiceMode.None)));
        Assert.Null(ToolGrammar.For(SpokenReplies.Format("hermes"), new ModelRequest { Operation = Operation.Chat }, ReplyStart.Fresh));
    }

    private static ToolGrammar? For(string family, ToolChoice? choice, ReplyStart start = ReplyStart.Fresh) =>
        ToolGrammar.For(SpokenReplies.Format(family), SpokenReplies.Request with { ToolChoice = choice }, start);

    /// <summary>Where llama.cpp would set the grammar to work, with the text coming character by character; -1: nowhere.</summary>
    private static int Woken(ToolGrammar grammar, string text)
    {
        for (var length = 1; length <= text.Length; length++)
        {
            foreach (var trigger in grammar.Triggers)
            {
                var match = Regex.Match(text[..length], trigger.Pattern, RegexOptions.ECMAScript);
                if (!match.Success) continue;
                return match.Groups.Cast<Group>().Skip(1).FirstOrDefault(g => g.Length > 0)?.Index ?? match.Index;
            }
        }
        return -1;
    }
}
