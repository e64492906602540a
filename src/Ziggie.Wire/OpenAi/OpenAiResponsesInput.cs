using System.Text.Json;
using Ziggie.Wire.Json;

namespace Ziggie.Wire.OpenAi;

/// <summary>
/// Reads <c>instructions</c> and <c>input</c> as a conversation. Here a message, each call of a tool and each result are items side by
/// side; in a conversation an assistant's calls belong to one turn.
/// </summary>
internal static class OpenAiResponsesInput
{
    public static IReadOnlyList<Message> Read(JsonElement body)
    {
        var messages = new List<Message>();
        if (body.OptionalString("instructions") is { Length: > 0 } instructions) messages.Add(Message.Of(MessageRole.System, instructions));
        var input = body.Required("input");
        if (input.ValueKind == JsonValueKind.String)
        {
            messages.Add(Message.Of(MessageRole.User, input.AsString("input")));
            return messages;
        }
        if (input.ValueKind != JsonValueKind.Array) throw JsonFields.Expected("a string or a list of items", input, "input");
        var position = 0;
        foreach (var item in input.EnumerateArray())
        {
            var at = $"input[{position++}]";
            ReadItem(item.AsObject(at), at, messages);
        }
        return messages.Count > 0 ? messages : throw new WireException("input must have at least one item.", "input");
    }

    private static void ReadItem(JsonElement item, string at, List<Message> messages)
    {
        var type = item.OptionalString("type", at) ?? "message";
        switch (type)
        {
            case "message":
                ReadMessage(item, at, messages);
                break;
            case "function_call":
                var call = new ToolCallPart(item.RequiredString("call_id", at), item.RequiredString("name", at), OpenAiParts.ReadArguments(item, at));
                AddToTurn(messages, MessageRole.Assistant, call);
                break;
            case "function_call_output":
                var output = OpenAiParts.Read(item, at, pictures: true, "output");
                messages.Add(new Message(MessageRole.Tool, [new ToolResultPart(item.RequiredString("call_id", at), null, output)]));
                break;
            case "reasoning":
                // A summary, or thinking that only OpenAI can decrypt: no use to another model.
                break;
            case "item_reference":
                throw new WireException($"{at} refers to a stored item, but items are not stored here; send the item itself.", at, "unsupported_parameter");
            default:
                throw new WireException($"{at} is of type \"{OpenAiTools.Shorten(type)}\"; only message, function_call, function_call_output and reasoning are supported.", $"{at}.type", "unsupported_parameter");
        }
    }

    private static void ReadMessage(JsonElement item, string at, List<Message> messages)
    {
        var role = item.RequiredString("role", at) switch
        {
            "user" => MessageRole.User,
            "assistant" => MessageRole.Assistant,
            "system" or "developer" => MessageRole.System,
            var other => throw new WireException($"{at}.role must be user, assistant, system or developer, but it is \"{OpenAiTools.Shorten(other)}\".", $"{at}.role"),
        };
        messages.Add(new Message(role, OpenAiParts.Read(item, at, pictures: role == MessageRole.User)));
    }

    private static void AddToTurn(List<Message> messages, MessageRole role, MessagePart part)
    {
        if (messages is [.., var last] && last.Role == role) messages[^1] = last with { Parts = [.. last.Parts, part] };
        else messages.Add(new Message(role, [part]));
    }
}
