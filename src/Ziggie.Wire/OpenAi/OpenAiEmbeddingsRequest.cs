using System.Buffers;
using System.Text.Json;
using Ziggie.Wire.Json;

namespace Ziggie.Wire.OpenAi;

/// <summary>Reads and writes <c>/v1/embeddings</c>.</summary>
internal static class OpenAiEmbeddingsRequest
{
    private const int MostInputs = 2048;

    private static readonly HashSet<string> Known = ["model", "input", "dimensions", "encoding_format", "user", "keep_alive", "truncate", "stream"];

    public static ModelRequest Read(ReadOnlyMemory<byte> bytes)
    {
        using var document = RequestJson.ParseObject(bytes);
        var body = document.RootElement;
        return new ModelRequest
        {
            Source = Dialect.OpenAi,
            Operation = Operation.Embeddings,
            Model = body.OptionalString("model") ?? "",
            Inputs = ReadInputs(body.Required("input")),
            Dimensions = body.OptionalInt("dimensions") switch
            {
                < 1 => throw new WireException("dimensions must be 1 or more.", "dimensions"),
                var dimensions => dimensions,
            },
            Base64Vectors = body.OptionalString("encoding_format") switch
            {
                null or "float" => false,
                "base64" => true,
                _ => throw new WireException("encoding_format must be float or base64.", "encoding_format"),
            },
            Truncate = body.OptionalBool("truncate"),
            KeepAlive = OpenAiChatRequestReader.ReadKeepAlive(body),
            EndUser = body.OptionalString("user"),
            Extra = body.Others(Known),
        };
    }

    public static void Write(ModelRequest request, string model, IBufferWriter<byte> output, DroppedFields dropped, bool isEngine = false)
    {
        using var json = JsonOutput.Create(output);
        json.WriteStartObject();
        json.WriteString("model", model);
        json.WriteStartArray("input");
        foreach (var input in request.Inputs) json.WriteStringValue(input);
        json.WriteEndArray();
        json.WriteOptional("dimensions", request.Dimensions);
        // Not every server knows base64; the caller's wish is met on the way back.
        json.WriteString("encoding_format", "float");
        json.WriteOptional("user", request.EndUser);
        OpenAiChatRequestWriter.WriteKeepAlive(json, request, isEngine, dropped);
        if (isEngine) json.WriteOptional("truncate", request.Truncate);
        else if (request.Truncate is not null) dropped.Add("truncate");
        if (request.Sampling.ContextLength is not null) dropped.Add("num_ctx");
        foreach (var option in request.Sampling.OllamaOptions.Keys) dropped.Add($"options.{option}");
        OpenAiExtras.Write(json, request, dropped, isEngine);
        json.WriteEndObject();
    }

    private static IReadOnlyList<string> ReadInputs(JsonElement input)
    {
        if (input.ValueKind == JsonValueKind.String) return [input.AsString("input")];
        if (input.ValueKind != JsonValueKind.Array) throw JsonFields.Expected("a string or a list of strings", input, "input");
        var count = input.GetArrayLength();
        if (count == 0) throw new WireException("input must have at least one text.", "input");
        if (count > MostInputs) throw new WireException($"input has {count} texts; send at most {MostInputs} in one request.", "input");
        if (input[0].ValueKind is JsonValueKind.Number or JsonValueKind.Array)
            throw new WireException("input must be text: token ids mean something else to every model.", "input");
        return [.. input.EnumerateArray().Select((text, i) => text.AsString($"input[{i}]"))];
    }
}
