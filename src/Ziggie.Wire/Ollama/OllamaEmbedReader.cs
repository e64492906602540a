using System.Text.Json;
using Ziggie.Wire.Json;

namespace Ziggie.Wire.Ollama;

/// <summary>Reads vectors: <c>{"embeddings":[[…]]}</c>, or the older <c>{"embedding":[…]}</c>.</summary>
internal sealed class OllamaEmbedReader : ReplyReader
{
    private float[] _vector = new float[1024];

    public override void Read(ReadOnlySpan<byte> eventName, ReadOnlySpan<byte> data, IReplySink sink)
    {
        try
        {
            ReadBody(data, sink);
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            throw Garbage();
        }
    }

    private void ReadBody(ReadOnlySpan<byte> data, IReplySink sink)
    {
        var json = new Utf8JsonReader(data);
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject) throw Garbage();
        var model = default(JsonPiece);
        var vectors = default(ReadOnlySpan<byte>);
        var error = false;
        var usage = new TokenUsage(-1);
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("model"u8)) model = JsonPiece.Next(ref json);
            else if (json.ValueTextEquals("embeddings"u8) || json.ValueTextEquals("embedding"u8)) vectors = JsonPiece.NextArray(ref json, data);
            else if (json.ValueTextEquals("prompt_eval_count"u8)) usage = usage with { Prompt = JsonPiece.NextCount(ref json) };
            else if (json.ValueTextEquals("total_duration"u8)) usage = usage with { TotalNs = JsonPiece.NextNumber(ref json) };
            else if (json.ValueTextEquals("load_duration"u8)) usage = usage with { LoadNs = JsonPiece.NextNumber(ref json) };
            else
            {
                error |= json.ValueTextEquals("error"u8);
                json.Skip();
            }
        }
        json.Read();
        if (error && vectors.IsEmpty)
        {
            sink.Error(BackendFault.TryRead(data, out var fault) ? fault.ToError() : new WireError(ErrorKind.Backend, "The backend reported a failure without saying which."));
            return;
        }
        if (vectors.IsEmpty) throw Garbage();
        sink.Start(null, model.ToStringOrNull());
        ReadVectors(vectors, sink);
        sink.Usage(usage);
        sink.Finish(FinishReason.Stop, null);
        Finished = true;
    }

    /// <summary>A list of lists, or one list of numbers.</summary>
    private void ReadVectors(ReadOnlySpan<byte> list, IReplySink sink)
    {
        var json = new Utf8JsonReader(list);
        json.Read();
        var index = 0;
        var length = 0;
        while (json.Read() && json.CurrentDepth > 0)
        {
            switch (json.TokenType)
            {
                case JsonTokenType.StartArray when json.CurrentDepth == 1 && length == 0:
                    break;
                case JsonTokenType.EndArray:
                    sink.Embedding(index++, _vector.AsSpan(0, length));
                    length = 0;
                    break;
                case JsonTokenType.Number:
                    if (length == _vector.Length) Array.Resize(ref _vector, length * 2);
                    _vector[length++] = json.GetSingle();
                    break;
                default:
                    throw Garbage();
            }
        }
        if (length > 0) sink.Embedding(index, _vector.AsSpan(0, length));
    }

    private static WireException Garbage() =>
        new(new WireError(ErrorKind.Backend, "The backend sent something that is not a list of vectors in Ollama's format.", "backend_garbage"));
}
