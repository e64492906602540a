using System.Buffers;
using System.Text.Json;
using Ziggie.Wire.Json;

namespace Ziggie.Wire.Ollama;

/// <summary>Writes vectors in one body.</summary>
internal sealed class OllamaEmbedWriter(ReplyContext context, IBufferWriter<byte> output, bool legacy) : ReplyWriter
{
    private readonly SortedDictionary<int, float[]> _vectors = [];
    private TokenUsage _usage = new(-1);

    public override string ContentType => "application/json; charset=utf-8";

    public override void Start(string? id, string? model)
    {
        // The model shown is the one asked for.
    }

    public override void Text(ReadOnlySpan<byte> utf8) { }
    public override void Thinking(ReadOnlySpan<byte> utf8) { }
    public override void ToolCall(int index, string id, string name) { }
    public override void ToolArguments(int index, ReadOnlySpan<byte> utf8) { }
    public override void Finish(FinishReason reason, string? stopSequence) { }
    public override void Usage(in TokenUsage usage) => _usage = _usage.Merge(usage);

    public override void Embedding(int index, ReadOnlySpan<float> vector) => _vectors[index] = vector.ToArray();

    public override void Error(WireError error)
    {
        // Nothing has been sent yet: the failure becomes the answer's status and body.
    }

    public override void Complete()
    {
        using var json = JsonOutput.Create(output);
        json.WriteStartObject();
        if (legacy)
        {
            json.WritePropertyName("embedding"u8);
            WriteVector(json, _vectors.Values.FirstOrDefault() ?? []);
        }
        else
        {
            json.WriteString("model"u8, context.Model);
            json.WriteStartArray("embeddings"u8);
            foreach (var vector in _vectors.Values) WriteVector(json, vector);
            json.WriteEndArray();
            json.WriteNumber("total_duration"u8, _usage.TotalNs > 0 ? _usage.TotalNs : Math.Max(1, context.Time.GetElapsedTime(context.StartedAt).Nanoseconds()));
            json.WriteNumber("load_duration"u8, _usage.LoadNs);
            if (_usage.Prompt >= 0) json.WriteNumber("prompt_eval_count"u8, _usage.Prompt);
        }
        json.WriteEndObject();
    }

    private static void WriteVector(Utf8JsonWriter json, float[] vector)
    {
        json.WriteStartArray();
        foreach (var number in vector) json.WriteNumberValue(number);
        json.WriteEndArray();
    }
}
