using Ziggie.Engine.Replies.Calls;
using Ziggie.Engine.Replies.Grammar;

namespace Ziggie.Engine.Replies;

/// <summary>The reply formats of the model families, known by words of their chat templates.</summary>
internal static class ReplyFormats
{
    private static readonly ThinkingTags s_think = new("<think>", "</think>");

    private const string FencedExample = "<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>function<｜tool▁sep｜>tool name\n```json\n{\"argument name\": \"value\"}\n```<｜tool▁call▁end｜><｜tool▁calls▁end｜>";
    private const string SeparatedExample = "<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>tool name<｜tool▁sep｜>{\"argument name\": \"value\"}<｜tool▁call▁end｜><｜tool▁calls▁end｜>";

    private static readonly CallGrammar s_named = new JsonCallGrammar("name", "arguments");
    private static readonly CallGrammar s_fenced = new NamedCallGrammar("\"function<｜tool▁sep｜>\"", "\"\\n```json\\n\"", "\"\\n```\"");
    private static readonly CallGrammar s_separated = new NamedCallGrammar("\"\"", "\"<｜tool▁sep｜>\"");

    /// <summary>A JSON object between tags, as most families write calls, and as the ones do that are told about tools in plain words.</summary>
    private static readonly CallForm s_hermes = Json("<tool_call>", "</tool_call>");

    private static readonly CallForm s_bare = new(null, null, null, null, t => new JsonCallReader(t.Has)) { Grammar = new JsonCallGrammar("name", "parameters") };

    private static readonly CallTags s_parameterTags = new("<function=", ">", "<parameter=", ">", "", "</parameter>", "</function>");
    private static readonly CallTags s_keyTags = new("", null, "<arg_key>", "</arg_key>", "<arg_value>", "</arg_value>", null);
    private static readonly CallTags s_invokeTags = new("", "\">", "<parameter name=\"", "\"", ">", "</parameter>", "</invoke>");
    private static readonly CallTags s_paramTags = new("", "\">", "<param name=\"", "\"", ">", "</param>", "</function>");
    private static readonly CallTags s_dsmlTags = new("", "\">", "<｜DSML｜parameter name=\"", "\"", ">", "</｜DSML｜parameter>", "</｜DSML｜invoke>", SaysType: true);

    /// <summary>The families, the more special before the more general.</summary>
    private static readonly (Func<string, bool> Is, Func<string, ReplyFormat> Make)[] s_families =
    [
        (t => Has(t, "<|channel|>") && Has(t, "<|message|>"), _ => new ReplyFormat("harmony") { Shape = ReplyShape.Channels, Thinking = new("<|channel|>analysis<|message|>", "<|end|>") }),
        (t => Has(t, ">>>all") && Has(t, ">>>${recipient}"), _ => new ReplyFormat("functionary v3.2") { Shape = ReplyShape.Recipients }),
        (t => Has(t, "'<|tool_call>call:'"), _ => new ReplyFormat("gemma 4") { Thinking = new("<|channel>thought", "<channel|>"), Calls = [new("<|tool_call>", "<tool_call|>", null, null, _ => new BraceCallReader()) { Grammar = new BraceCallGrammar() }], Inner = ["<|\"|>"] }),
        (t => Has(t, "<|tool_calls_section_begin|>"), t => new ReplyFormat("kimi") { Thinking = ThinkingOf(t), CallsEndThinking = true, Calls = [new("<|tool_calls_section_begin|>", "<|tool_calls_section_end|>", "<|tool_call_begin|>", "<|tool_call_end|>", _ => new NumberedCallReader()) { Grammar = new NamedCallGrammar("\"functions.\"", "\":\" [0-9]{1,3} \"<|tool_call_argument_begin|>\"") }], Inner = ["<|tool_call_argument_begin|>"] }),
        (t => Has(t, "DSML") && Has(t, "dsml_token"), t => new ReplyFormat("deepseek dsml") { Thinking = s_think, CallsEndThinking = true, Calls = [Dsml(Has(t, "function_calls") ? "function_calls" : "tool_calls")] }),
        (t => Has(t, "<｜tool▁calls▁begin｜>"), t => new ReplyFormat("deepseek") { Thinking = s_think, Calls = [new("<｜tool▁calls▁begin｜>", "<｜tool▁calls▁end｜>", "<｜tool▁call▁begin｜>", "<｜tool▁call▁end｜>", _ => new SeparatedCallReader()) { Grammar = Has(t, "```json") ? s_fenced : s_separated }], Inner = ["<｜tool▁sep｜>"], IsOwnWhenDescribed = true, Example = Has(t, "```json") ? FencedExample : SeparatedExample }),
        (t => Has(t, "<|tool_call:args|>"), t => new ReplyFormat("solar") { Thinking = Has(t, "<|think|>") ? new("<|think|>", "<|end|>") : null, Calls = [new("<|tool_calls|>", null, "<|tool_call:begin|>", "<|tool_call:end|>", _ => new LabelledCallReader()) { Grammar = new NamedCallGrammar("[a-zA-Z0-9_-]{1,32} \"<|tool_call:name|>\"", "\"<|tool_call:args|>\"") }], Dropped = ["<|begin|>assistant", "<|content|>"], Inner = ["<|begin|>", "<|tool_call:name|>", "<|tool_call:args|>"] }),
        (t => Has(t, "[TOOL_CALLS]"), t => new ReplyFormat("mistral") { Thinking = ThinkingOf(t), Calls = [new("[TOOL_CALLS]", null, null, null, c => new MistralCallReader(c)) { Grammar = MistralGrammar(t), IsList = !Has(t, "[ARGS]") }], Inner = ["[ARGS]", "[CALL_ID]"] }),
        (t => Has(t, "<|START_ACTION|>"), _ => new ReplyFormat("command r7b") { Thinking = new("<|START_THINKING|>", "<|END_THINKING|>"), CallsEndThinking = true, Calls = [Json("<|START_ACTION|>", "<|END_ACTION|>", isList: true, new JsonCallGrammar("tool_name", "parameters", hasNumber: true))], Dropped = ["<|START_RESPONSE|>", "<|END_RESPONSE|>", "<|START_TEXT|>", "<|END_TEXT|>"] }),
        (t => Has(t, "Action: ```json") || Has(t, "Action:```json") || Has(t, "Action:\\n```json"), _ => new ReplyFormat("command r") { Calls = [Json("Action: ```json", "```", isList: true, new JsonCallGrammar("tool_name", "parameters")), Json("Action:\n```json", "```"), Json("Action:```json", "```")] }),
        (t => Has(t, "<|tool_call_start|>") || Has(t, "<|tool_list_start|>") || Has(t, "List of tools: ["), t => new ReplyFormat("lfm2") { Thinking = ThinkingOf(t), Calls = [new("<|tool_call_start|>", "<|tool_call_end|>", null, null, _ => new PythonCallReader()) { Grammar = new PythonCallGrammar(), IsList = true }], Style = CallStyle.Python }),
        (t => Has(t, "<TOOLCALL>"), t => new ReplyFormat("nemotron") { Thinking = ThinkingOf(t), Calls = [Json("<TOOLCALL>", "</TOOLCALL>", isList: true)] }),
        (t => Has(t, "<tool_calls>"), t => new ReplyFormat("tool calls list") { Thinking = ThinkingOf(t), Calls = [Json("<tool_calls>", "</tool_calls>", isList: !Has(t, "<tool_calls>\\n"))] }),
        (t => Has(t, "<|tools_prefix|>"), _ => new ReplyFormat("apertus") { Calls = [Json("<|tools_prefix|>", "<|tools_suffix|>", isList: true, new KeyCallGrammar())] }),
        (t => Has(t, "<seed:tool_call>"), _ => new ReplyFormat("seed") { Thinking = new("<seed:think>", "</seed:think>"), Calls = [Tagged("<seed:tool_call>", "</seed:tool_call>", s_parameterTags)] }),
        (t => Has(t, "<minimax:tool_call>"), t => new ReplyFormat("minimax") { Thinking = ThinkingOf(t), Calls = [new("<minimax:tool_call>", "</minimax:tool_call>", "<invoke name=\"", null, c => new TaggedCallReader(s_invokeTags, c.IsText)) { Grammar = new TaggedCallGrammar(s_invokeTags) }] }),
        (t => Has(t, "<param name=\"") && Has(t, "<function name=\""), t => new ReplyFormat("minicpm") { Thinking = ThinkingOf(t), Calls = [new("<function name=\"", null, null, null, c => new TaggedCallReader(s_paramTags, c.IsText)) { Grammar = new TaggedCallGrammar(s_paramTags) }] }),
        (t => Has(t, "<arg_key>"), t => new ReplyFormat("glm") { Thinking = ThinkingOf(t), Calls = [Tagged("<tool_call>", "</tool_call>", s_keyTags)] }),
        (t => Has(t, "<tool_call>") && Has(t, "<function=") && Has(t, "<parameter="), t => new ReplyFormat("qwen3 coder") { Thinking = ThinkingOf(t), CallsEndThinking = true, Calls = [Tagged("<tool_call>", "</tool_call>", s_parameterTags), Tagged("<function=", "</tool_call>", s_parameterTags with { NameOpen = "" })] }),
        (t => Has(t, "functools["), _ => new ReplyFormat("firefunction") { Calls = [Json("functools", null, isList: true)] }),
        (t => Has(t, "<function=") && Has(t, "</function>"), _ => new ReplyFormat("functionary v3.1") { Calls = [new("<function=", "</function>", null, null, _ => new MarkedCallReader(">"u8.ToArray())) { Grammar = new NamedCallGrammar("\"\"", "\">\"") }] }),
        (t => Has(t, "<|tool_call|>") && !Has(t, "<tool_call>"), t => new ReplyFormat("granite") { Thinking = ThinkingOf(t), Calls = [Json("<|tool_call|>", Has(t, "<|/tool_call|>") ? "<|/tool_call|>" : null, isList: true)], Style = CallStyle.List, Dropped = Has(t, "<response>") ? ["<response>", "</response>"] : [] }),
        (t => Has(t, "<|role_sep|>") && Has(t, "function call"), _ => new ReplyFormat("gigachat") { Calls = [Json("<|message_sep|>\n\nfunction call<|role_sep|>\n", null), Json("<|function_call|>", null)] }),
        (t => Has(t, "<|python_tag|>") || (Has(t, "\"parameters\"") && Has(t, "<|eom_id|>")) || Has(t, "\"name\": function name, \"parameters\""), t => new ReplyFormat("llama 3") { Thinking = ThinkingOf(t), Calls = [s_bare, Json("<|python_tag|>", null)] }),
    ];

    /// <param name="template">The chat template.</param>
    /// <param name="describesTools">Whether it describes tools itself; else they are described in plain words, with calls between plain tags.</param>
    public static ReplyFormat Of(string template, bool describesTools)
    {
        foreach (var (isFamily, make) in s_families)
        {
            if (!isFamily(template)) continue;
            var format = make(template);
            return describesTools || format.IsOwnWhenDescribed || format.Shape != ReplyShape.Tags ? format : format with { Calls = [s_hermes], Style = CallStyle.Objects };
        }
        return new ReplyFormat("hermes") { Thinking = ThinkingOf(template), Calls = [s_hermes] };
    }

    private static bool Has(string template, string word) => template.Contains(word, StringComparison.Ordinal);

    private static ThinkingTags? ThinkingOf(string template)
    {
        if (Has(template, "[THINK]")) return new("[THINK]", "[/THINK]");
        return Has(template, "<think>") || Has(template, "</think>") ? s_think : null;
    }

    /// <summary>Mistral's models write lists of JSON, or names with arguments, the ones between with an id.</summary>
    private static CallGrammar MistralGrammar(string template)
    {
        if (!Has(template, "[ARGS]")) return new JsonCallGrammar("name", "arguments", hasId: Has(template, "\"id\""));
        return new NamedCallGrammar("\"\"", Has(template, "[CALL_ID]") ? "\"[CALL_ID]\" [a-zA-Z0-9]{9} \"[ARGS]\"" : "\"[ARGS]\"");
    }

    private static CallForm Json(string start, string? end, bool isList = false, CallGrammar? grammar = null) =>
        new(start, end, null, null, t => new JsonCallReader(t.Has)) { Grammar = grammar ?? s_named, IsList = isList };

    private static CallForm Tagged(string start, string end, CallTags tags) => new(start, end, null, null, t => new TaggedCallReader(tags, t.IsText)) { Grammar = new TaggedCallGrammar(tags) };

    private static CallForm Dsml(string block) => new($"<｜DSML｜{block}>", $"</｜DSML｜{block}>", "<｜DSML｜invoke name=\"", null, t => new TaggedCallReader(s_dsmlTags, t.IsText)) { Grammar = new TaggedCallGrammar(s_dsmlTags) };
}
