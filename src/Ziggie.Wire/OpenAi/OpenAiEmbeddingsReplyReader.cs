using System.Buffers.Text;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Ziggie.Wire.OpenAi;

/// <summary>Reads the vectors of an embeddings reply, as numbers or as base64.</summary>
internal sealed class OpenAiEmbeddingsReplyReader : ReplyReader
{
    private float[] _vector = new float[1024];

    public override void Read(ReadOnlySpan<byte> eventName, ReadOnlySpan<byte> data, IReplySink sink)
    {
        try
        {
            ReadBody(data, sink);
        }
        catch (JsonException)
        {
            throw OpenAiJson.NotOpenAi();
        }
    }

    private void ReadBody(ReadOnlySpan<byte> body, IReplySink sink)
    {
        ReadOnlySpan<byte> list = default;
        var usage = new TokenUsage();
        var hasUsage = false;
        var reader = new Utf8JsonReader(body);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) throw new JsonException();
        while (OpenAiJson.NextField(ref reader))
        {
            if (reader.ValueTextEquals("data"u8)) list = OpenAiJson.Value(ref reader, body);
            else if (reader.ValueTextEquals("usage"u8))
            {
                reader.Read();
                hasUsage |= OpenAiUsage.Read(ref reader, ref usage);
            }
            else reader.Skip();
        }
        if (list is not [(byte)'[', ..])
        {
            if (!BackendFault.TryRead(body, out var fault)) throw OpenAiJson.NotOpenAi();
            sink.Error(fault.ToError());
            return;
        }
        OpenAiJson.ReadHead(body, out var id, out var model);
        sink.Start(id, model);
        ReadList(list, sink);
        if (hasUsage) sink.Usage(usage);
        Finished = true;
    }

    private void ReadList(ReadOnlySpan<byte> list, IReplySink sink)
    {
        var reader = new Utf8JsonReader(list);
        reader.Read();
        for (var position = 0; reader.Read() && reader.TokenType == JsonTokenType.StartObject; position++)
        {
            var index = position;
            ReadOnlySpan<byte> embedding = default;
            while (OpenAiJson.NextField(ref reader))
            {
                if (reader.ValueTextEquals("index"u8)) index = OpenAiJson.Int(ref reader, position);
                else if (reader.ValueTextEquals("embedding"u8)) embedding = OpenAiJson.Value(ref reader, list);
                else reader.Skip();
            }
            sink.Embedding(index, ReadVector(embedding));
        }
    }

    private ReadOnlySpan<float> ReadVector(ReadOnlySpan<byte> value)
    {
        if (value is [(byte)'"', .. var text, (byte)'"']) return ReadBase64(text);
        if (value is not [(byte)'[', ..]) throw new JsonException();
        var length = 0;
        var reader = new Utf8JsonReader(value);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.Number)
        {
            if (length == _vector.Length) Array.Resize(ref _vector, length * 2);
            _vector[length++] = reader.TryGetSingle(out var number) ? number : 0;
        }
        // A vector a token: the model pools nothing, so there is none for the text.
        if (reader.TokenType == JsonTokenType.StartArray)
            throw new WireException(new WireError(ErrorKind.Backend, "The backend gave a vector for every token; start it with a pooling type such as mean.", "backend_reply_invalid"));
        return _vector.AsSpan(0, length);
    }

    /// <summary>Little-endian floats.</summary>
    private ReadOnlySpan<float> ReadBase64(ReadOnlySpan<byte> text)
    {
        var most = Base64.GetMaxDecodedFromUtf8Length(text.Length) / sizeof(float) + 1;
        if (_vector.Length < most) _vector = new float[most];
        Base64.DecodeFromUtf8(text, MemoryMarshal.AsBytes(_vector.AsSpan()), out _, out var length);
        if (length == 0 || length % sizeof(float) != 0) throw new JsonException();
        return _vector.AsSpan(0, length / sizeof(float));
    }
}
