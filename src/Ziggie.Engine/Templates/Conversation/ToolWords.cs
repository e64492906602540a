using System.Text;
using Ziggie.Engine.Templates.Jinja.Values;

namespace Ziggie.Engine.Templates.Conversation;

/// <summary>Tools for templates that know none: described in the system text, called and answered in plain words with JSON.</summary>
internal static class ToolWords
{
    public static string Describe(in Value tools)
    {
        var text = new StringBuilder("You can call these tools, each given as JSON with a JSON Schema of its arguments:\n<tools>\n");
        foreach (var tool in tools.Items) text.Append(ValueJson.Write(tool, JsonStyle.Python)).Append('\n');
        return text.Append("""
            </tools>
            To call a tool, write a JSON object with its name and arguments between tags, and nothing after it; repeat for several calls:
            <tool_call>
            {"name": "the tool's name", "arguments": {"the argument's name": "its value"}}
            </tool_call>
            The results come back between <tool_response> and </tool_response>. Answer without a call where no tool is needed.
            """).ToString();
    }

    /// <summary>The turn with its calls as text.</summary>
    public static void WriteOut(Map turn)
    {
        if (!turn.Remove(Value.Of("tool_calls"), out var calls)) return;
        var text = new StringBuilder(Turns.TextOf(turn));
        foreach (var call in calls.Items)
        {
            if (text.Length > 0) text.Append('\n');
            var function = call.Map["function"].Map;
            var arguments = function["arguments"];
            var json = arguments.IsString ? arguments.Text : ValueJson.Write(arguments, JsonStyle.Python);
            text.Append("<tool_call>\n{\"name\": ").Append(ValueJson.Write(function["name"], JsonStyle.Python)).Append(", \"arguments\": ").Append(json).Append("}\n</tool_call>");
        }
        turn["content"] = Value.Of(text.ToString());
    }

    /// <summary>A tool's answer as the user would say it.</summary>
    public static Map AsUser(Map result) => Turns.Plain("user", $"<tool_response>\n{Turns.TextOf(result)}\n</tool_response>");
}
