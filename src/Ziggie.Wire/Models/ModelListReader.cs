using System.Text.Json;
using Ziggie.Wire.Json;

namespace Ziggie.Wire;

/// <summary>
/// Reads backends' lists of models. Missing fields are fine, entries without a usable name are left out; what is no such list at all is
/// a <see cref="WireException"/> of <see cref="ErrorKind.Backend"/>.
/// </summary>
public static class ModelListReader
{
    /// <summary>Models taken from one list; what comes after is left out.</summary>
    public const int MostModels = 10_000;

    /// <summary>Longest text taken over, in characters; also of a name.</summary>
    public const int LongestText = 512;

    /// <summary><c>GET /api/tags</c>.</summary>
    public static IReadOnlyList<ModelListing> ReadOllamaTags(ReadOnlyMemory<byte> body) => Read(body, "an Ollama server's /api/tags", "models", OllamaModel);

    /// <summary><c>GET /api/ps</c>.</summary>
    public static IReadOnlyList<RunningModel> ReadOllamaPs(ReadOnlyMemory<byte> body) => Read(body, "an Ollama server's /api/ps", "models", Running);

    /// <summary><c>GET /models</c> of anything that speaks OpenAI's API.</summary>
    public static IReadOnlyList<ModelListing> ReadOpenAiModels(ReadOnlyMemory<byte> body) => Read(body, "an OpenAI server's /models", "data", OpenAiModel);

    /// <summary><c>GET /v1/models</c> of Anthropic's API: one page; ask with <c>?limit=1000</c>.</summary>
    public static IReadOnlyList<ModelListing> ReadAnthropicModels(ReadOnlyMemory<byte> body) => Read(body, "an Anthropic server's /v1/models", "data", AnthropicModel);

    private static List<T> Read<T>(ReadOnlyMemory<byte> body, string what, string field, Func<string, JsonElement, T> read)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var models = new List<T>();
            var seen = new HashSet<string>(StringComparer.Ordinal);
            foreach (var entry in Entries(document.RootElement, field) ?? throw Garbage(what))
            {
                if (models.Count == MostModels) break;
                if (NameOf(entry) is { } name && seen.Add(name)) models.Add(read(name, entry));
            }
            return models;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw Garbage(what);
        }
    }

    /// <summary>The list under its name, or bare, as some servers answer; null where there is none. Ollama says null for an empty one.</summary>
    private static IEnumerable<JsonElement>? Entries(JsonElement root, string field)
    {
        if (root.ValueKind == JsonValueKind.Array) return root.EnumerateArray();
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty(field, out var list)) return null;
        return list.ValueKind switch
        {
            JsonValueKind.Array => list.EnumerateArray(),
            JsonValueKind.Null => [],
            _ => null,
        };
    }

    private static string? NameOf(JsonElement entry) =>
        entry.ValueKind == JsonValueKind.Object && (Text(entry, "id") ?? Text(entry, "model") ?? Text(entry, "name")) is { Length: > 0 } name ? name : null;

    private static ModelListing OllamaModel(string name, JsonElement entry)
    {
        var details = entry.Optional("details") is { ValueKind: JsonValueKind.Object } found ? found : default;
        return new ModelListing(name, Text(entry, "digest"), Number(entry, "size"), Time(entry, "modified_at"),
            Text(details, "family"), Text(details, "parameter_size"), Text(details, "quantization_level"))
        {
            Format = Text(details, "format"),
            Capabilities = Texts(entry, "capabilities"),
            ContextLength = Length(entry, "context_length"),
        };
    }

    private static RunningModel Running(string name, JsonElement entry) =>
        new(OllamaModel(name, entry), Time(entry, "expires_at"), Number(entry, "size_vram"));

    private static ModelListing OpenAiModel(string name, JsonElement entry)
    {
        // llama-server tells in "meta" of the file and, newer ones, of the context that a request has; vLLM, OpenRouter and Groq each have their own word for the context's length.
        var meta = entry.Optional("meta") is { ValueKind: JsonValueKind.Object } found ? found : default;
        var created = Number(entry, "created");
        return new ModelListing(name, null, Number(meta, "size"), created is > 0 and < 253_402_300_800 ? DateTimeOffset.FromUnixTimeSeconds(created.Value) : null)
        {
            OwnedBy = Text(entry, "owned_by"),
            ContextLength = Length(entry, "max_model_len") ?? Length(entry, "context_length") ?? Length(entry, "context_window") ?? Length(meta, "n_ctx") ?? Length(meta, "n_ctx_train"),
        };
    }

    private static ModelListing AnthropicModel(string name, JsonElement entry) => new(name, ModifiedAt: Time(entry, "created_at"))
    {
        DisplayName = Text(entry, "display_name"),
        ContextLength = Length(entry, "max_input_tokens"),
    };

    /// <summary>A text that may be shown and sent in a header; null for any other.</summary>
    private static string? Text(JsonElement parent, string name)
    {
        if (parent.ValueKind != JsonValueKind.Object || parent.Optional(name) is not { ValueKind: JsonValueKind.String } value) return null;
        try
        {
            return value.GetString() is { Length: <= LongestText } text && !text.Any(char.IsControl) ? text : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static string[] Texts(JsonElement parent, string name) =>
        parent.Optional(name) is { ValueKind: JsonValueKind.Array } list
            ? [.. list.EnumerateArray().Where(e => e.ValueKind == JsonValueKind.String).Take(32).Select(e => e.GetString()!).Where(t => t.Length <= LongestText)]
            : [];

    private static long? Number(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.Optional(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out var number) && number >= 0
            ? number
            : null;

    private static int? Length(JsonElement parent, string name) => Number(parent, name) is { } number and > 0 and <= int.MaxValue ? (int)number : null;

    private static DateTimeOffset? Time(JsonElement parent, string name) =>
        parent.Optional(name) is { ValueKind: JsonValueKind.String } value && value.TryGetDateTimeOffset(out var time) ? time : null;

    private static WireException Garbage(string what) =>
        new(new WireError(ErrorKind.Backend, $"The backend's answer is not what {what} would say. Check its address and type.", "backend_garbage"));
}
