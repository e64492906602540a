using System.Buffers;
using System.Text.Json;
using Ziggie.Wire.Json;

namespace Ziggie.Wire.Ollama;

/// <summary>Requests for vectors: <c>/api/embed</c> and the older <c>/api/embeddings</c>.</summary>
internal static class OllamaEmbedRequests
{
    private static readonly HashSet<string> Known = ["model", "input", "prompt", "truncate", "dimensions", "keep_alive", "options"];

    /// <param name="field">Where the text is: <c>input</c> (one or a list), or the older <c>prompt</c> (one).</param>
    public static ModelRequest Read(ReadOnlyMemory<byte> body, string field)
    {
        using var document = RequestJson.ParseObject(body);
        var root = document.RootElement;
        return new ModelRequest
        {
            Operation = Operation.Embeddings,
            Source = Dialect.Ollama,
            Model = root.OptionalString("model") ?? "",
            IncludeUsage = true,
            Inputs = field == "input" ? root.StringOrList(field) : root.OptionalString(field) is { } prompt ? [prompt] : [],
            Truncate = root.OptionalBool("truncate"),
            Dimensions = root.OptionalInt("dimensions") is > 0 and var dimensions ? dimensions : null,
            KeepAlive = OllamaKeepAlive.Read(root),
            Sampling = OllamaOptions.Read(root),
            Extra = root.Others(Known),
        };
    }

    public static void Write(ModelRequest request, string model, IBufferWriter<byte> output, DroppedFields dropped)
    {
        using var json = JsonOutput.Create(output);
        json.WriteStartObject();
        json.WriteString("model"u8, model);
        json.WriteStartArray("input"u8);
        foreach (var input in request.Inputs) json.WriteStringValue(input);
        json.WriteEndArray();
        json.WriteOptional("truncate", request.Truncate);
        json.WriteOptional("dimensions", request.Dimensions);
        WriteCommon(json, request, dropped);
        json.WriteEndObject();
    }

    public static void WriteLegacy(ModelRequest request, string model, IBufferWriter<byte> output, DroppedFields dropped)
    {
        if (request.Inputs.Count > 1) throw Unsupported("input", "one text a request");
        if (request.Dimensions is not null) throw Unsupported("dimensions", "vectors of the model's own length only");
        if (request.Truncate is not null) dropped.Add("truncate");
        using var json = JsonOutput.Create(output);
        json.WriteStartObject();
        json.WriteString("model"u8, model);
        json.WriteString("prompt"u8, request.Inputs.Count == 0 ? "" : request.Inputs[0]);
        WriteCommon(json, request, dropped);
        json.WriteEndObject();
    }

    private static void WriteCommon(Utf8JsonWriter json, ModelRequest request, DroppedFields dropped)
    {
        OllamaKeepAlive.Write(json, request.KeepAlive);
        OllamaOptions.Write(json, request.Sampling);
        if (request.EndUser is not null) dropped.Add("user");
        OllamaRequestWriter.WriteExtra(json, request, dropped);
    }

    private static WireException Unsupported(string name, string what) =>
        new($"{name} cannot be passed on: Ollama's older embeddings endpoint gives {what}.", name, "unsupported_parameter");
}
