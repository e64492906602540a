using System.Text.Json;
using Ziggie.Wire.Json;

namespace Ziggie.Wire.OpenAi;

/// <summary>Reads what a message says: a string, or a list of parts as chat or responses write them.</summary>
internal static class OpenAiParts
{
    public static IReadOnlyList<MessagePart> Read(JsonElement message, string path, bool pictures, string field = "content")
    {
        var at = JsonFields.At(path, field);
        var content = message.Required(field, path);
        return content.ValueKind switch
        {
            JsonValueKind.String => [new TextPart(content.AsString(at))],
            JsonValueKind.Array => [.. content.EnumerateArray().Select((part, i) => ReadPart(part, $"{at}[{i}]", pictures))],
            _ => throw JsonFields.Expected("a string or a list of parts", content, at),
        };
    }

    /// <summary>The arguments of a call: a JSON object as text. Some clients send the object itself, and nothing where there are none.</summary>
    public static string ReadArguments(JsonElement function, string path)
    {
        var at = JsonFields.At(path, "arguments");
        if (function.Optional("arguments") is not { } arguments) return "{}";
        if (arguments.ValueKind == JsonValueKind.Object) return arguments.GetRawText();
        var text = arguments.AsString(at);
        if (string.IsNullOrWhiteSpace(text)) return "{}";
        try
        {
            using var parsed = JsonDocument.Parse(text);
            if (parsed.RootElement.ValueKind == JsonValueKind.Object) return text;
        }
        catch (JsonException)
        {
            // Told below: the same complaint as for a list or a number.
        }
        throw new WireException($"{at} must be a JSON object as text, such as \"{{\\\"city\\\":\\\"Oslo\\\"}}\".", at);
    }

    private static MessagePart ReadPart(JsonElement part, string at, bool pictures)
    {
        if (part.ValueKind == JsonValueKind.String) return new TextPart(part.AsString(at));
        part = part.AsObject(at);
        var type = part.RequiredString("type", at);
        switch (type)
        {
            case "text" or "input_text" or "output_text":
                return new TextPart(part.RequiredString("text", at));
            case "refusal":
                return new TextPart(part.RequiredString("refusal", at));
            case "image_url" or "input_image" when pictures:
                return ReadPicture(part, at);
            case "image_url" or "input_image":
                throw new WireException($"{at} is a picture, which only messages of the role user and results of tools may carry.", at);
            case "input_audio" or "audio":
                throw new WireException($"{at} is audio, which cannot be passed on to this backend; send its transcript as text.", at, "unsupported_content");
            case "file" or "input_file":
                throw new WireException($"{at} is a file, which cannot be passed on to this backend; send its content as text.", at, "unsupported_content");
            default:
                throw new WireException($"{at} is of type \"{OpenAiTools.Shorten(type)}\"; only text and pictures are supported here.", $"{at}.type", "unsupported_content");
        }
    }

    /// <summary>Chat nests the address in an object; responses, and some clients, have it flat.</summary>
    private static ImagePart ReadPicture(JsonElement part, string at)
    {
        if (part.Optional("image_url") is null && part.Optional("file_id") is not null)
            throw new WireException($"{at} names a picture that OpenAI stores; send its bytes as a data URL.", $"{at}.file_id", "unsupported_content");
        var url = part.Required("image_url", at);
        return url.ValueKind == JsonValueKind.Object
            ? DataUrl.ReadImage(url.RequiredString("url", $"{at}.image_url"), $"{at}.image_url.url") with { Detail = ReadDetail(url, $"{at}.image_url") }
            : DataUrl.ReadImage(url.AsString($"{at}.image_url"), $"{at}.image_url") with { Detail = ReadDetail(part, at) };
    }

    /// <summary>"auto" says as much as nothing.</summary>
    private static string? ReadDetail(JsonElement holder, string at) => holder.OptionalString("detail", at) is { Length: > 0 } detail and not "auto" ? detail : null;
}
