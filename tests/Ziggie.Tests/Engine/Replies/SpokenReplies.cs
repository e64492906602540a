using System.Text.Json;
using Ziggie.Engine.Replies;
using Ziggie.Wire;

namespace Ziggie.Tests.Engine.Replies;

/// <summary>Replies as models of each family say them, and what they mean.</summary>
internal static class SpokenReplies
{
    public const string Weather = "call 0 id1 weather|arguments 0 {\"city\": \"Zürich\", \"days\": 2}";

    /// <summary>A word of each family's template that tells it, as its format is found by.</summary>
    public static IReadOnlyDictionary<string, string> Templates { get; } = new Dictionary<string, string>
    {
        ["hermes"] = "<tool_call> <think>",
        ["llama"] = "<|python_tag|>",
        ["mistral"] = "[TOOL_CALLS] [THINK]",
        ["deepseek"] = "<｜tool▁calls▁begin｜> <think>",
        ["dsml"] = "dsml_token DSML function_calls",
        ["kimi"] = "<|tool_calls_section_begin|> <think>",
        ["coder"] = "<tool_call> <function= <parameter= <think>",
        ["glm"] = "<arg_key> <think>",
        ["seed"] = "<seed:tool_call>",
        ["minimax"] = "<minimax:tool_call> <think>",
        ["minicpm"] = "<param name=\" <function name=\" <think>",
        ["harmony"] = "<|channel|> <|message|>",
        ["functionary3.1"] = "<function= </function>",
        ["functionary3.2"] = ">>>all >>>${recipient}",
        ["command-r"] = "Action: ```json",
        ["command-r7b"] = "<|START_ACTION|>",
        ["granite"] = "<|tool_call|> <think> <response>",
        ["nemotron"] = "<TOOLCALL>",
        ["lfm2"] = "<|tool_call_start|>",
        ["gemma4"] = "'<|tool_call>call:'",
        ["apertus"] = "<|tools_prefix|>",
        ["firefunction"] = "functools[",
        ["gigachat"] = "<|role_sep|> function call",
        ["list"] = "<tool_calls>",
        ["solar"] = "<|tool_call:args|> <|think|>",
    };

    /// <summary>Family, whether the prompt has begun the thoughts, what is said, what it means.</summary>
    public static IEnumerable<(string Family, bool Thinks, string Said, string Meant)> All()
    {
        const string json = "{\"name\": \"weather\", \"arguments\": {\"city\": \"Zürich\", \"days\": 2}}";
        const string args = "{\"city\": \"Zürich\", \"days\": 2}";
        const string xml = "<function=weather>\n<parameter=city>\nZürich\n</parameter>\n<parameter=days>\n2\n</parameter>\n</function>";
        const string meant = "call 0 id1 weather|arguments 0 {\"city\":\"Zürich\",\"days\":2}";

        yield return ("hermes", false, "Just text.\n", "text Just text.\n");
        yield return ("hermes", false, "  a < b <tool and <tool_cal", "text   a < b <tool and <tool_cal");
        yield return ("hermes", false, $"<tool_call>\n{json}\n</tool_call>", Weather);
        yield return ("hermes", false, $"Let me look.\n\n<tool_call>\n{json}\n</tool_call>\n<tool_call>{{\"name\":\"search\",\"arguments\":{{}}}}</tool_call>\n", $"text Let me look.|{Weather}|call 1 id2 search|arguments 1 {{}}");
        yield return ("hermes", false, $"<think>\nHm.\nYes.\n</think>\n\nSo <tool_call>{json}</tool_call>", $"thinking Hm.\nYes.|text So|{Weather}");
        yield return ("hermes", true, "Okay, so.\n</think>\n\nThe <think> tag.", "thinking Okay, so.|text The <think> tag.");
        yield return ("hermes", true, "never ends", "thinking never ends");
        yield return ("hermes", false, $"<tool_call>[{json}, {json}]</tool_call>", $"{Weather}|call 1 id2 weather|arguments 1 {args}");
        yield return ("hermes", false, "<tool_call>\n{\"arguments\": {\"city\": \"B\"}, \"name\": \"weather\"}\n</tool_call> done", "call 0 id1 weather|arguments 0 {\"city\": \"B\"}|text done");
        yield return ("hermes", false, "<tool_call>{\"name\": \"weather\", \"arguments\": \"{\\\"city\\\": \\\"B\\\"}\"}</tool_call>", "call 0 id1 weather|arguments 0 {\"city\": \"B\"}");
        yield return ("hermes", false, "<tool_call>{\"name\": \"weather\"}</tool_call>", "call 0 id1 weather|arguments 0 {}");
        yield return ("hermes", false, "<tool_call>not JSON</tool_call> at all", "text <tool_call>not JSON</tool_call> at all");
        yield return ("hermes", false, "<tool_call>{\"name\": \"weather\", \"arguments\": {\"city\": \"Zü", "text <tool_call>{\"name\": \"weather\", \"arguments\": {\"city\": \"Zü");
        yield return ("hermes", false, $"<tool_call>{{oops <tool_call>{json}</tool_call>", $"text <tool_call>{{oops|{Weather}");
        yield return ("hermes", false, "<tool_call>{\"name\": \"weather\", \"arguments\": [1]}</tool_call>", "text <tool_call>{\"name\": \"weather\", \"arguments\": [1]}</tool_call>");
        yield return ("hermes", false, "<tool_call>{\"type\": \"function\", \"function\": {\"name\": \"weather\", \"arguments\": {\"a\": 1}}}</tool_call>", "call 0 id1 weather|arguments 0 {\"a\": 1}");
        yield return ("hermes", false, "<tool_call>{\"name\": \"weather\", \"arguments\": {\"a\": 1,}}</tool_call>", "text <tool_call>{\"name\": \"weather\", \"arguments\": {\"a\": 1,}}</tool_call>");

        yield return ("llama", false, "{\"name\": \"weather\", \"parameters\": {\"city\": \"Zürich\", \"days\": 2}}", Weather);
        yield return ("llama", false, "<|python_tag|>{\"name\": \"weather\", \"parameters\": {\"a\": 1}}; {\"name\": \"search\", \"parameters\": {}}", "call 0 id1 weather|arguments 0 {\"a\": 1}|call 1 id2 search|arguments 1 {}");
        yield return ("llama", false, "{\"name\": \"nobody\", \"parameters\": {}}", "text {\"name\": \"nobody\", \"parameters\": {}}");
        yield return ("llama", false, "{\"answer\": 42} is JSON", "text {\"answer\": 42} is JSON");
        yield return ("llama", false, $"Text first: {json}", $"text Text first: {json}");

        yield return ("mistral", false, $"[TOOL_CALLS][{{\"name\": \"weather\", \"arguments\": {args}, \"id\": \"abcdefghi\"}}]", $"call 0 id1 weather|arguments 0 {args}");
        yield return ("mistral", false, $"One moment.[TOOL_CALLS]weather[CALL_ID]abcdefghi[ARGS]{args}[TOOL_CALLS]search[ARGS]{{}}", $"text One moment.|call 0 abcdefghi weather|arguments 0 {args}|call 1 id1 search|arguments 1 {{}}");
        yield return ("mistral", false, $"[THINK]Hm.[/THINK]Well.[TOOL_CALLS]weather{args}", $"thinking Hm.|text Well.|{Weather}");
        yield return ("mistral", false, "[TOOL_CALLS] is a marker", "text [TOOL_CALLS] is a marker");

        yield return ("deepseek", true, $"Hm.\n</think>\n\nFine.<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>function<｜tool▁sep｜>weather\n```json\n{args}\n```<｜tool▁call▁end｜>\n<｜tool▁call▁begin｜>function<｜tool▁sep｜>search\n```json\n{{}}\n```<｜tool▁call▁end｜><｜tool▁calls▁end｜>", $"thinking Hm.|text Fine.|{Weather}|call 1 id2 search|arguments 1 {{}}");
        yield return ("deepseek", false, $"<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>weather<｜tool▁sep｜>{args}<｜tool▁call▁end｜><｜tool▁calls▁end｜>", Weather);
        yield return ("deepseek", false, $"<｜tool▁call▁begin｜>weather<｜tool▁sep｜>{args}<｜tool▁call▁end｜>", Weather);
        yield return ("dsml", false, "<｜DSML｜function_calls>\n<｜DSML｜invoke name=\"weather\">\n<｜DSML｜parameter name=\"city\" string=\"true\">Zürich</｜DSML｜parameter>\n<｜DSML｜parameter name=\"days\" string=\"false\">2</｜DSML｜parameter>\n</｜DSML｜invoke>\n</｜DSML｜function_calls>", meant);
        yield return ("kimi", true, $"Hm.<|tool_calls_section_begin|><|tool_call_begin|>functions.weather:0<|tool_call_argument_begin|>{args}<|tool_call_end|><|tool_calls_section_end|>", $"thinking Hm.|call 0 functions.weather:0 weather|arguments 0 {args}");

        yield return ("coder", false, $"I will.\n<tool_call>\n{xml}\n</tool_call>", $"text I will.|{meant}");
        yield return ("coder", false, $"{xml}\n</tool_call>", meant);
        yield return ("coder", true, $"I think <tool_call>\n{xml}\n</tool_call>\n<tool_call>\n<function=search>\n</function>\n</tool_call>", $"thinking I think|{meant}|call 1 id2 search|arguments 1 {{}}");
        yield return ("coder", false, "<tool_call>\n<function=weather>\n<parameter=city>\n42\n</parameter>\n<parameter=notes>\nline 1\n\"line\" <2>\n</parameter>\n</function>\n</tool_call>", "call 0 id1 weather|arguments 0 {\"city\":\"42\",\"notes\":\"line 1\\n\\\"line\\\" <2>\"}");
        yield return ("glm", true, "Hm.</think>Yes.\n<tool_call>weather\n<arg_key>city</arg_key>\n<arg_value>Zürich</arg_value>\n<arg_key>days</arg_key>\n<arg_value>2</arg_value>\n</tool_call>", $"thinking Hm.|text Yes.|{meant}");
        yield return ("glm", false, "<tool_call>search</tool_call>", "call 0 id1 search|arguments 0 {}");
        yield return ("seed", false, $"<seed:think>Hm.</seed:think><seed:tool_call>\n{xml}\n</seed:tool_call>", $"thinking Hm.|{meant}");
        yield return ("minimax", true, "Hm.\n</think>\n\n<minimax:tool_call>\n<invoke name=\"weather\">\n<parameter name=\"city\">Zürich</parameter>\n<parameter name=\"days\">2</parameter>\n</invoke>\n<invoke name=\"search\">\n</invoke>\n</minimax:tool_call>", $"thinking Hm.|{meant}|call 1 id2 search|arguments 1 {{}}");
        yield return ("minicpm", false, "<function name=\"weather\"><param name=\"city\">Zürich</param><param name=\"days\">2</param></function>", meant);

        yield return ("harmony", false, "<|channel|>analysis<|message|>Hm.<|end|><|start|>assistant<|channel|>final<|message|>Hello 🎉", "thinking Hm.|text Hello 🎉");
        yield return ("harmony", false, $"<|channel|>analysis<|message|>Look.<|end|><|start|>assistant<|channel|>commentary to=functions.weather <|constrain|>json<|message|>{args}<|call|>", $"thinking Look.|{Weather}");
        yield return ("harmony", false, $" to=functions.weather<|channel|>commentary json<|message|>{args}", Weather);
        yield return ("harmony", false, "<|channel|>commentary<|message|>I will look. <|end|><|start|>assistant to=functions.search<|channel|>commentary<|message|>{}<|call|>", "text I will look.|call 0 id1 search|arguments 0 {}");
        yield return ("harmony", false, "No channel at all.", "text No channel at all.");
        yield return ("harmony", false, "<|channel|>commentary to=functions.weather<|message|>not JSON<|call|>", "text <|channel|>commentary to=functions.weather<|message|>not JSON");

        yield return ("functionary3.1", false, $"<function=weather>{args}</function>", Weather);
        yield return ("functionary3.2", false, $"all\nI look.\n>>>weather\n{args}", $"text I look.|{Weather}");
        yield return ("functionary3.2", false, "all\nHello >> there", "text Hello >> there");
        yield return ("functionary3.2", false, "nobody\nHello", "text nobody\nHello");

        yield return ("command-r", false, $"Plan: look.\nAction: ```json\n[\n  {{\"tool_name\": \"weather\", \"parameters\": {args}}}\n]```", $"text Plan: look.|{Weather}");
        yield return ("command-r7b", false, $"<|START_THINKING|>Hm.<|END_THINKING|><|START_ACTION|>[\n  {{\"tool_call_id\": \"0\", \"tool_name\": \"weather\", \"parameters\": {args}}}\n]<|END_ACTION|>", $"thinking Hm.|{Weather}");
        yield return ("command-r7b", false, "<|START_RESPONSE|>Hello.<|END_RESPONSE|>", "text Hello.");
        yield return ("granite", false, $"<|tool_call|>[{json}]", Weather);
        yield return ("granite", false, "<think>Hm.</think><response>Hello.</response>", "thinking Hm.|text Hello.");
        yield return ("nemotron", false, $"<TOOLCALL>[{json}]</TOOLCALL>", Weather);
        yield return ("lfm2", false, "<|tool_call_start|>[weather(city='Zürich', days=2), search(tags=['a', \"b\"], deep=True, x={'y': None})]<|tool_call_end|>", $"{meant}|call 1 id2 search|arguments 1 {{\"tags\":[\"a\",\"b\"],\"deep\":true,\"x\":{{\"y\":null}}}}");
        yield return ("gemma4", false, "<|channel>thought\nHm.<channel|>Well.<|tool_call>call:weather{city:<|\"|>Zürich<|\"|>,days:2}<tool_call|>", $"thinking Hm.|text Well.|{meant}");
        yield return ("apertus", false, $"<|tools_prefix|>[{{\"weather\": {args}}}]<|tools_suffix|>", Weather);
        yield return ("firefunction", false, $" functools[{json}]", Weather);
        yield return ("gigachat", false, $"Well.<|message_sep|>\n\nfunction call<|role_sep|>\n{json}", $"text Well.|{Weather}");
        yield return ("solar", false, $"<|think|>Hm.<|end|><|begin|>assistant<|content|>Well.<|tool_calls|><|tool_call:begin|>c1<|tool_call:name|>weather<|tool_call:args|>{args}<|tool_call:end|>", $"thinking Hm.|text Well.|call 0 c1 weather|arguments 0 {args}");
        yield return ("list", false, $"<tool_calls>\n{json}\n{json}\n</tool_calls>", $"{Weather}|call 1 id2 weather|arguments 1 {args}");
    }

    public static ReplyFormat Format(string family) => ReplyFormats.Of(Templates[family], describesTools: true);

    public static ModelRequest Request { get; } = new()
    {
        Operation = Operation.Chat,
        Tools =
        [
            new("weather", "", JsonDocument.Parse("""{"type":"object","properties":{"city":{"type":"string"},"days":{"type":"integer"}}}""").RootElement),
            new("search", "", null),
        ],
    };
}
