using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;
using Ziggie.Wire.Json;

namespace Ziggie.Wire.OpenAi;

/// <summary>Gathers vectors and writes them as one body, as numbers or as base64 of little-endian floats.</summary>
internal sealed class OpenAiEmbeddingsBodyWriter(ReplyContext context, IBufferWriter<byte> output) : ReplyWriter
{
    /// <summary>Each vector's JSON, by its index: servers that work in parallel may give them in any order.</summary>
    private readonly SortedDictionary<int, byte[]> _vectors = [];
    private readonly ArrayBufferWriter<byte> _scratch = new();
    private TokenUsage _usage = new();
    private long _gathered;
    private bool _failed;

    public override string ContentType => "application/json";

    public override void Start(string? id, string? model) { }

    public override void Text(ReadOnlySpan<byte> utf8) { }

    public override void Thinking(ReadOnlySpan<byte> utf8) { }

    public override void ToolCall(int index, string id, string name) { }

    public override void ToolArguments(int index, ReadOnlySpan<byte> utf8) { }

    public override void Embedding(int index, ReadOnlySpan<float> vector)
    {
        _scratch.ResetWrittenCount();
        using (var json = JsonOutput.Create(_scratch))
        {
            if (context.Request.Base64Vectors) json.WriteBase64StringValue(MemoryMarshal.AsBytes(vector));
            else WriteNumbers(json, vector);
        }
        _vectors[index] = _scratch.WrittenSpan.ToArray();
        _gathered += _scratch.WrittenCount;
        if (_gathered > GatheredText.Most)
            throw new WireException(new WireError(ErrorKind.Backend, "The vectors are too large to be gathered; send fewer texts in one request.", "reply_too_large"));
    }

    public override void Finish(FinishReason reason, string? stopSequence) { }

    public override void Usage(in TokenUsage usage) => _usage = _usage.Merge(usage);

    public override void Error(WireError error)
    {
        if (_failed) return;
        _failed = true;
        ErrorBodies.Write(Dialect.OpenAi, error, output);
    }

    public override void Complete()
    {
        if (_failed) return;
        using var json = JsonOutput.Create(output);
        json.WriteStartObject();
        json.WriteString("object", "list");
        json.WriteStartArray("data");
        foreach (var (index, vector) in _vectors)
        {
            json.WriteStartObject();
            json.WriteString("object", "embedding");
            json.WriteNumber("index", index);
            json.WritePropertyName("embedding");
            json.WriteRawValue(vector, skipInputValidation: true);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteString("model", context.Model);
        json.WriteStartObject("usage");
        json.WriteNumber("prompt_tokens", Math.Max(0, _usage.Prompt));
        json.WriteNumber("total_tokens", Math.Max(0, _usage.Prompt));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteNumbers(Utf8JsonWriter json, ReadOnlySpan<float> vector)
    {
        json.WriteStartArray();
        foreach (var number in vector)
        {
            if (float.IsFinite(number)) json.WriteNumberValue(number);
            else json.WriteNumberValue(0);
        }
        json.WriteEndArray();
    }
}
