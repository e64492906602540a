using System.Text;
using System.Text.Json;
using Ziggie.Engine.Replies;
using Ziggie.Engine.Templates.Jinja.Values;

namespace Ziggie.Engine.Templates.Conversation;

/// <summary>Tools for templates that know none: described in the system text, called and answered in plain words with JSON.</summary>
internal static class ToolWords
{
    public static string Describe(in Value tools, ReplyFormat format)
    {
        var text = new StringBuilder("You can call these tools, each given as JSON with a JSON Schema of its arguments:\n<tools>\n");
        foreach (var tool in tools.Items) text.Append(ValueJson.Write(tool, JsonStyle.Python)).Append('\n');
        return text.Append($$"""
            </tools>
            To call a tool, write its name and arguments in this very form, and nothing after it; repeat the form for several calls:
            {{format.Example}}
            The results come back in the next turn. Answer without a call where no tool is needed.
            """).ToString();
    }

    /// <summary>The turn with its calls as text, as the model itself would write them.</summary>
    public static void WriteOut(Map turn, ReplyFormat format)
    {
        if (!turn.Remove(Value.Of("tool_calls"), out var calls) || format.Calls.Length == 0) return;
        var (start, end) = (format.Calls[0].Start, format.Calls[0].End);
        var written = calls.Items.ConvertAll(c => format.Style == CallStyle.Python ? PythonCall(c.Map["function"].Map) : JsonCall(c.Map["function"].Map));
        var text = format.Style == CallStyle.Objects
            ? string.Join('\n', written.Select(c => $"{start}\n{c}\n{end}"))
            : $"{start}[{string.Join(", ", written)}]{end}";
        var before = Turns.TextOf(turn);
        turn["content"] = Value.Of(before.Length == 0 ? text : $"{before}\n{text}");
    }

    private static string JsonCall(Map function) => $"{{\"name\": {Json(function["name"])}, \"arguments\": {Arguments(function)}}}";

    private static string PythonCall(Map function)
    {
        using var arguments = JsonDocument.Parse(Arguments(function));
        return arguments.RootElement.ValueKind == JsonValueKind.Object
            ? $"{function["name"]}({string.Join(", ", arguments.RootElement.EnumerateObject().Select(a => $"{a.Name}={Json(ValueJson.Read(a.Value))}"))})"
            : $"{function["name"]}()";
    }

    private static string Arguments(Map function)
    {
        if (function["arguments"] is not { IsString: true } text) return Json(function["arguments"]);
        return text.Text.Length == 0 ? "{}" : text.Text;
    }

    private static string Json(in Value value) => ValueJson.Write(value, JsonStyle.Python);

    /// <summary>A tool's answer as the user would say it.</summary>
    public static Map AsUser(Map result) => Turns.Plain("user", $"<tool_response>\n{Turns.TextOf(result)}\n</tool_response>");
}
