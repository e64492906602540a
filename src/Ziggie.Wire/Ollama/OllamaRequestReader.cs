using System.Text.Json;
using Ziggie.Wire.Json;

namespace Ziggie.Wire.Ollama;

/// <summary>Reads what a caller sends to <c>/api/chat</c> and <c>/api/generate</c>.</summary>
internal static class OllamaRequestReader
{
    private static readonly HashSet<string> KnownInChat =
        ["model", "messages", "stream", "format", "tools", "think", "keep_alive", "options", "logprobs", "top_logprobs"];

    private static readonly HashSet<string> KnownInGenerate =
        ["model", "prompt", "suffix", "system", "raw", "images", "stream", "format", "think", "keep_alive", "options", "logprobs", "top_logprobs"];

    public static ModelRequest ReadChat(ReadOnlyMemory<byte> body)
    {
        using var document = RequestJson.ParseObject(body);
        var root = document.RootElement;
        return Common(root, Operation.Chat, KnownInChat) with
        {
            Messages = OllamaMessageReader.Read(root),
            Tools = root.OptionalArray("tools") is { } tools ? [.. tools.EnumerateArray().Select((tool, i) => ReadTool(tool, $"tools[{i}]"))] : [],
        };
    }

    public static ModelRequest ReadGenerate(ReadOnlyMemory<byte> body)
    {
        using var document = RequestJson.ParseObject(body);
        var root = document.RootElement;
        return Common(root, Operation.Completion, KnownInGenerate) with
        {
            Prompt = root.OptionalString("prompt") ?? "",
            Suffix = root.OptionalString("suffix") is { Length: > 0 } suffix ? suffix : null,
            Raw = root.OptionalBool("raw") ?? false,
            Messages = root.OptionalString("system") is { Length: > 0 } system ? [Message.Of(MessageRole.System, system)] : [],
            Images = OllamaMessageReader.ReadImages(root, ""),
        };
    }

    private static ModelRequest Common(JsonElement root, Operation operation, HashSet<string> known) => new()
    {
        Operation = operation,
        Source = Dialect.Ollama,
        Model = root.OptionalString("model") ?? "",
        Stream = root.OptionalBool("stream") ?? true,
        IncludeUsage = true,
        Sampling = OllamaOptions.Read(root),
        Thinking = ReadThink(root),
        Output = ReadFormat(root),
        KeepAlive = OllamaKeepAlive.Read(root),
        Extra = root.Others(known).Where(field => !SaysNothing(field.Value)).ToDictionary(),
    };

    private static Thinking? ReadThink(JsonElement root) => root.Optional("think") switch
    {
        null => null,
        { ValueKind: JsonValueKind.True } => new Thinking(true),
        { ValueKind: JsonValueKind.False } => new Thinking(false),
        { ValueKind: JsonValueKind.String } effort => effort.AsString("think") switch
        {
            "" => null,
            "low" => new Thinking(true, "low"),
            "medium" => new Thinking(true, "medium"),
            "high" or "max" => new Thinking(true, "high"),
            _ => throw new WireException("think must be true, false, \"low\", \"medium\" or \"high\".", "think"),
        },
        { } other => throw JsonFields.Expected("true, false, \"low\", \"medium\" or \"high\"", other, "think"),
    };

    private static OutputFormat? ReadFormat(JsonElement root) => root.Optional("format") switch
    {
        null => null,
        { ValueKind: JsonValueKind.Object } schema => new OutputFormat(schema.Clone()),
        { ValueKind: JsonValueKind.String } word => word.AsString("format") switch
        {
            "" => null,
            "json" => new OutputFormat(null),
            _ => throw new WireException("format must be \"json\" or a JSON schema.", "format"),
        },
        { } other => throw JsonFields.Expected("\"json\" or a JSON schema", other, "format"),
    };

    private static ToolDefinition ReadTool(JsonElement tool, string at)
    {
        if (tool.AsObject(at).OptionalString("type", at) is { } type and not "function")
            throw new WireException($"{at}.type must be \"function\", but it is \"{type}\".", $"{at}.type");
        var function = tool.RequiredObject("function", at);
        var name = function.RequiredString("name", $"{at}.function");
        if (name.Length == 0) throw new WireException($"{at}.function.name is empty.", $"{at}.function.name");
        return new ToolDefinition(name, function.OptionalString("description", $"{at}.function"), function.OptionalObject("parameters", $"{at}.function")?.Clone());
    }

    /// <summary>Clients in languages without "unset" send empty values for everything.</summary>
    private static bool SaysNothing(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.ValueEquals(""),
        JsonValueKind.Array => value.GetArrayLength() == 0,
        JsonValueKind.False => true,
        _ => false,
    };
}
