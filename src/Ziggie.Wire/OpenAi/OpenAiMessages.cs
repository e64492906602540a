using System.Globalization;
using System.Text.Json;
using Ziggie.Wire.Json;

namespace Ziggie.Wire.OpenAi;

/// <summary>Reads chat's <c>messages</c>.</summary>
internal static class OpenAiMessages
{
    public static IReadOnlyList<Message> Read(JsonElement body)
    {
        var list = body.RequiredArray("messages");
        if (list.GetArrayLength() == 0) throw new WireException("messages must have at least one message.", "messages");
        var messages = new List<Message>(list.GetArrayLength());
        foreach (var item in list.EnumerateArray())
        {
            var at = $"messages[{messages.Count}]";
            messages.Add(ReadMessage(item.AsObject(at), at, messages));
        }
        return messages;
    }

    private static Message ReadMessage(JsonElement message, string at, List<Message> earlier) => message.RequiredString("role", at) switch
    {
        "system" or "developer" => new Message(MessageRole.System, OpenAiParts.Read(message, at, pictures: false)) { Name = ReadName(message, at) },
        "user" => new Message(MessageRole.User, OpenAiParts.Read(message, at, pictures: true)) { Name = ReadName(message, at) },
        "assistant" => new Message(MessageRole.Assistant, ReadAssistant(message, at, earlier.Count)) { Name = ReadName(message, at) },
        "tool" => new Message(MessageRole.Tool,
            [new ToolResultPart(message.RequiredString("tool_call_id", at), message.OptionalString("name", at), OpenAiParts.Read(message, at, pictures: true))]),
        "function" => new Message(MessageRole.Tool,
            [ReadFunctionResult(message, at, earlier)]),
        var role => throw new WireException($"{at}.role must be system, developer, user, assistant or tool, but it is \"{OpenAiTools.Shorten(role)}\".", $"{at}.role"),
    };

    private static string? ReadName(JsonElement message, string at) => message.OptionalString("name", at) is { Length: > 0 } name ? name : null;

    private static List<MessagePart> ReadAssistant(JsonElement message, string at, int position)
    {
        var parts = new List<MessagePart>();
        if ((message.OptionalString("reasoning_content", at) ?? message.OptionalString("reasoning", at)) is { Length: > 0 } thinking)
            parts.Add(new ThinkingPart(thinking));
        if (message.Optional("content") is not null) parts.AddRange(OpenAiParts.Read(message, at, pictures: false));
        if (message.OptionalString("refusal", at) is { Length: > 0 } refusal) parts.Add(new TextPart(refusal));
        if (message.OptionalArray("tool_calls", at) is { } calls)
            parts.AddRange(calls.EnumerateArray().Select((call, i) => ReadCall(call.AsObject($"{at}.tool_calls[{i}]"), $"{at}.tool_calls[{i}]")));
        if (message.OptionalObject("function_call", at) is { } function)
            parts.Add(ReadFunctionCall(function, LegacyId(position), $"{at}.function_call"));
        return parts;
    }

    private static ToolCallPart ReadCall(JsonElement call, string at)
    {
        var type = call.OptionalString("type", at) ?? "function";
        if (type != "function") throw new WireException($"{at} is of type \"{OpenAiTools.Shorten(type)}\"; only calls of type function are supported.", $"{at}.type");
        return ReadFunctionCall(call.RequiredObject("function", at), call.RequiredString("id", at), $"{at}.function");
    }

    private static ToolCallPart ReadFunctionCall(JsonElement function, string id, string at) =>
        new(id, function.RequiredString("name", at), OpenAiParts.ReadArguments(function, at));

    /// <summary>Before tool calls had ids, a function's result followed its call.</summary>
    private static ToolResultPart ReadFunctionResult(JsonElement message, string at, List<Message> earlier)
    {
        var name = message.RequiredString("name", at);
        var call = earlier.SelectMany(m => m.Parts).OfType<ToolCallPart>().LastOrDefault(c => c.Name == name)
            ?? throw new WireException($"{at} is the result of a function that no earlier message calls.", $"{at}.name");
        return new ToolResultPart(call.Id, name, OpenAiParts.Read(message, at, pictures: false));
    }

    private static string LegacyId(int position) => string.Create(CultureInfo.InvariantCulture, $"call_{position}");
}
