using Ziggie.Engine.Templates.Jinja.Values;
using Ziggie.Wire;

namespace Ziggie.Engine.Templates.Conversation;

/// <summary>Messages as templates see them: maps with role, content, tool_calls and so on, in OpenAI's shape.</summary>
internal static class Turns
{
    /// <summary>Content stays as given: text, or a list where there are several parts.</summary>
    public static List<Map> From(IReadOnlyList<Message> messages)
    {
        var turns = new List<Map>(messages.Count + 2);
        var tools = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var message in messages)
        {
            foreach (var call in message.Parts.OfType<ToolCallPart>()) tools[call.Id] = call.Name;
            foreach (var result in message.Parts.OfType<ToolResultPart>()) turns.Add(Result(result, tools));
            if (message.Role != MessageRole.Tool && (message.Parts.Count == 0 || message.Parts.Any(p => p is not ToolResultPart))) turns.Add(Turn(message));
            else if (message.Role == MessageRole.Tool && !message.Parts.Any(p => p is ToolResultPart)) turns.Add(Plain("tool", Content(message.Parts)));
        }
        return turns;
    }

    public static Map Plain(string role, in Value content) => new(6) { ["role"] = Value.Of(role), ["content"] = content };

    public static Map Plain(string role, string content) => Plain(role, Value.Of(content));

    /// <summary>A call as it stands in tool_calls.</summary>
    public static Map Call(string? id, string name, in Value arguments)
    {
        var call = new Map(3)
        {
            ["type"] = Value.Of("function"),
            ["function"] = Value.Of(new Map(2) { ["name"] = Value.Of(name), ["arguments"] = arguments }),
        };
        if (!string.IsNullOrEmpty(id)) call["id"] = Value.Of(id);
        return call;
    }

    /// <summary>A turn's text, its parts joined; empty where it has none.</summary>
    public static string TextOf(Map turn)
    {
        var content = turn["content"];
        return content.IsSequence ? JoinParts(content.Items) : content.IsString ? content.Text : "";
    }

    public static string JoinParts(List<Value> parts) => string.Join('\n', parts.Where(p => p.Kind == ValueKind.Map && p.Map["text"].IsString).Select(p => p.Map["text"].Text));

    private static Map Turn(Message message)
    {
        var turn = Plain(RoleName(message.Role), Content(message.Parts));
        var thinking = string.Concat(message.Parts.OfType<ThinkingPart>().Where(p => !p.Redacted).Select(p => p.Text));
        if (thinking.Length > 0) turn["reasoning_content"] = Value.Of(thinking);
        if (message.Name is { Length: > 0 } name) turn["name"] = Value.Of(name);
        var calls = message.Parts.OfType<ToolCallPart>().Select(c => Value.Of(Call(c.Id, c.Name, Value.Of(c.ArgumentsJson)))).ToList();
        if (calls.Count > 0) turn["tool_calls"] = Value.Of(calls);
        return turn;
    }

    private static Map Result(ToolResultPart result, Dictionary<string, string> tools)
    {
        var turn = Plain("tool", Content(result.Content));
        if ((result.Name ?? tools.GetValueOrDefault(result.Id)) is { Length: > 0 } name) turn["name"] = Value.Of(name);
        if (result.Id.Length > 0) turn["tool_call_id"] = Value.Of(result.Id);
        return turn;
    }

    private static Value Content(IReadOnlyList<MessagePart> parts)
    {
        if (parts.Any(p => p is ImagePart)) throw new TemplateException("pictures need a model that sees, which this one does not; send text only", 0, refused: true);
        var texts = parts.OfType<TextPart>().Select(p => p.Text).ToList();
        if (texts.Count <= 1) return texts.Count == 0 ? Value.Empty : Value.Of(texts[0]);
        return Value.Of(texts.ConvertAll(TextPart));
    }

    public static Value TextPart(string text) => Value.Of(new Map(2) { ["type"] = Value.Of("text"), ["text"] = Value.Of(text) });

    private static string RoleName(MessageRole role) => role switch
    {
        MessageRole.System => "system",
        MessageRole.User => "user",
        MessageRole.Assistant => "assistant",
        _ => "tool",
    };
}
