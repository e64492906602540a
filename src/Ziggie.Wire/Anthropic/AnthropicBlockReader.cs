using System.Text.Json;
using Ziggie.Wire.Json;

namespace Ziggie.Wire.Anthropic;

/// <summary>Reads content: a string, or a list of blocks. What only Anthropic itself can do (its own tools, files, PDFs) is refused by name.</summary>
internal static class AnthropicBlockReader
{
    public static IReadOnlyList<MessagePart> Read(JsonElement content, string at, bool assistant)
    {
        if (content.ValueKind == JsonValueKind.String) return [new TextPart(content.AsString(at))];
        return [.. Blocks(content, at).Select(block => ReadBlock(block.Block, block.At, assistant))];
    }

    /// <summary>Content that may be text only.</summary>
    public static IReadOnlyList<MessagePart> ReadTexts(JsonElement content, string at)
    {
        if (content.ValueKind == JsonValueKind.String) return [new TextPart(content.AsString(at))];
        return [.. Blocks(content, at).Select(block => TypeOf(block) == "text" ? ReadText(block) : throw Unsupported(block.At, TypeOf(block), "only text can stand here"))];
    }

    private static IEnumerable<(JsonElement Block, string At)> Blocks(JsonElement content, string at)
    {
        if (content.ValueKind != JsonValueKind.Array) throw JsonFields.Expected("a string or a list of blocks", content, at);
        return content.EnumerateArray().Select((block, i) => (block.AsObject($"{at}[{i}]"), $"{at}[{i}]"));
    }

    private static MessagePart ReadBlock(JsonElement block, string at, bool assistant) => TypeOf((block, at)) switch
    {
        "text" => ReadText((block, at)),
        "image" => ReadImage(block, at),
        "document" => ReadDocument(block, at),
        "tool_use" when assistant => new ToolCallPart(block.RequiredString("id", at), block.RequiredString("name", at), block.RequiredObject("input", at).GetRawText()),
        "tool_result" when !assistant => ReadResult(block, at),
        "thinking" when assistant => new ThinkingPart(block.RequiredString("thinking", at), block.OptionalString("signature", at) is { Length: > 0 } signature ? signature : null),
        "redacted_thinking" when assistant => new ThinkingPart(block.RequiredString("data", at), Redacted: true),
        var type => throw Unsupported(at, type, assistant ? "it cannot stand in an assistant's message here" : "it cannot stand in a user's message here"),
    };

    private static string TypeOf((JsonElement Block, string At) block) => block.Block.RequiredString("type", block.At);

    private static TextPart ReadText((JsonElement Block, string At) block) => new(block.Block.RequiredString("text", block.At));

    private static ToolResultPart ReadResult(JsonElement block, string at) => new(
        block.RequiredString("tool_use_id", at),
        null,
        block.Optional("content") is { } content ? ReadResultContent(content, $"{at}.content") : [],
        block.OptionalBool("is_error", at) ?? false);

    private static IReadOnlyList<MessagePart> ReadResultContent(JsonElement content, string at)
    {
        if (content.ValueKind == JsonValueKind.String) return [new TextPart(content.AsString(at))];
        return [.. Blocks(content, at).Select<(JsonElement Block, string At), MessagePart>(block => TypeOf(block) switch
        {
            "text" => ReadText(block),
            "image" => ReadImage(block.Block, block.At),
            "document" => ReadDocument(block.Block, block.At),
            var type => throw Unsupported(block.At, type, "a tool's result may hold text, images and text documents"),
        })];
    }

    private static ImagePart ReadImage(JsonElement block, string at)
    {
        var source = block.RequiredObject("source", at);
        at = $"{at}.source";
        return source.RequiredString("type", at) switch
        {
            "base64" => DataUrl.ReadBase64(source.RequiredString("data", at), $"{at}.data") with { MediaType = ReadMediaType(source, at) },
            "url" => DataUrl.ReadImage(source.RequiredString("url", at), $"{at}.url"),
            var type => throw Unsupported(at, type, "send the picture as base64 or by its address"),
        };
    }

    private static string ReadMediaType(JsonElement source, string at) => source.RequiredString("media_type", at) switch
    {
        "image/jpeg" or "image/png" or "image/gif" or "image/webp" => source.RequiredString("media_type", at),
        _ => throw new WireException($"{at}.media_type must be image/jpeg, image/png, image/gif or image/webp.", $"{at}.media_type"),
    };

    /// <summary>Plain text under its title; what needs Anthropic's own reader is refused.</summary>
    private static TextPart ReadDocument(JsonElement block, string at)
    {
        var source = block.RequiredObject("source", at);
        var text = source.RequiredString("type", $"{at}.source") switch
        {
            "text" => source.RequiredString("data", $"{at}.source"),
            "content" => string.Join('\n', ReadTexts(source.Required("content", $"{at}.source"), $"{at}.source.content").OfType<TextPart>().Select(part => part.Text)),
            var type => throw Unsupported(at, $"document ({type})", "send the document's text instead"),
        };
        return new TextPart(block.OptionalString("title", at) is { Length: > 0 } title ? $"{title}\n\n{text}" : text);
    }

    private static WireException Unsupported(string at, string type, string why)
    {
        const int longest = 64;
        return new WireException($"{at} is of the type \"{(type.Length > longest ? type[..longest] + "…" : type)}\": {why}.", at, "unsupported_block");
    }
}
