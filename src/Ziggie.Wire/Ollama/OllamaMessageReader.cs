using System.Globalization;
using System.Text.Json;
using Ziggie.Wire.Json;

namespace Ziggie.Wire.Ollama;

/// <summary>
/// Reads Ollama's messages. Calls and results need not carry ids there: calls without get "call_N" by their place in the conversation,
/// and a result without goes to the first open call of its tool, else to the first open one.
/// </summary>
internal sealed class OllamaMessageReader
{
    private readonly List<ToolCallPart> _open = [];
    private int _calls;

    public static IReadOnlyList<Message> Read(JsonElement body)
    {
        if (body.OptionalArray("messages") is not { } messages) return [];
        var reader = new OllamaMessageReader();
        return [.. messages.EnumerateArray().Select((message, i) => reader.ReadMessage(message, $"messages[{i}]"))];
    }

    /// <summary>Bare base64, in a list; some clients send data URLs all the same.</summary>
    public static IReadOnlyList<ImagePart> ReadImages(JsonElement parent, string path)
    {
        if (parent.OptionalArray("images", path) is not { } images) return [];
        var at = JsonFields.At(path, "images");
        return [.. images.EnumerateArray().Select((image, i) => ReadImage(image.AsString($"{at}[{i}]"), $"{at}[{i}]"))];
    }

    private static ImagePart ReadImage(string image, string at) =>
        image.StartsWith("data:", StringComparison.OrdinalIgnoreCase) ? DataUrl.ReadImage(image, at) : DataUrl.ReadBase64(image, at);

    private Message ReadMessage(JsonElement message, string at)
    {
        var role = message.AsObject(at).RequiredString("role", at);
        var content = message.OptionalString("content", at) ?? "";
        var images = ReadImages(message, at);
        switch (role.ToLowerInvariant())
        {
            case "system": return new Message(MessageRole.System, Parts(content, images));
            case "user": return new Message(MessageRole.User, Parts(content, images));
            case "tool": return new Message(MessageRole.Tool, [ReadResult(message, Parts(content, images), at)]);
            case "assistant":
                var parts = new List<MessagePart>();
                if (message.OptionalString("thinking", at) is { Length: > 0 } thinking) parts.Add(new ThinkingPart(thinking));
                parts.AddRange(Parts(content, images));
                if (message.OptionalArray("tool_calls", at) is { } calls)
                    parts.AddRange(calls.EnumerateArray().Select((call, i) => ReadCall(call, $"{at}.tool_calls[{i}]")));
                if (parts.Count > 1) parts.RemoveAll(part => part is TextPart { Text: "" });
                return new Message(MessageRole.Assistant, parts);
            default:
                throw new WireException($"{at}.role must be system, user, assistant or tool, but it is \"{role}\".", $"{at}.role");
        }
    }

    private static List<MessagePart> Parts(string content, IReadOnlyList<ImagePart> images)
    {
        var parts = new List<MessagePart>(images);
        if (content.Length > 0 || images.Count == 0) parts.Add(new TextPart(content));
        return parts;
    }

    private ToolCallPart ReadCall(JsonElement call, string at)
    {
        var function = call.AsObject(at).RequiredObject("function", at);
        var id = call.OptionalString("id", at) is { Length: > 0 } said ? said : $"call_{_calls.ToString(CultureInfo.InvariantCulture)}";
        _calls++;
        var part = new ToolCallPart(id, function.RequiredString("name", $"{at}.function"), ReadArguments(function, $"{at}.function"));
        _open.Add(part);
        return part;
    }

    private static string ReadArguments(JsonElement function, string at) => function.Optional("arguments") switch
    {
        null => "{}",
        { ValueKind: JsonValueKind.Object } arguments => arguments.GetRawText(),
        // Not Ollama's own way, but what clients send that were made for OpenAI's.
        { ValueKind: JsonValueKind.String } text => text.AsString($"{at}.arguments"),
        { } other => throw JsonFields.Expected("an object", other, $"{at}.arguments"),
    };

    private ToolResultPart ReadResult(JsonElement message, IReadOnlyList<MessagePart> content, string at)
    {
        var name = message.OptionalString("tool_name", at) ?? message.OptionalString("name", at);
        var id = message.OptionalString("tool_call_id", at);
        var call = id is { Length: > 0 } ? _open.Find(c => c.Id == id) : _open.Find(c => c.Name == name) ?? _open.FirstOrDefault();
        if (call is not null) _open.Remove(call);
        if (string.IsNullOrEmpty(id)) id = call?.Id ?? $"call_{(_calls++).ToString(CultureInfo.InvariantCulture)}";
        return new ToolResultPart(id, string.IsNullOrEmpty(name) ? call?.Name : name, content);
    }
}
