using System.Text;
using System.Text.Json;
using Ziggie.Wire.Json;

namespace Ziggie.Wire.OpenAi;

/// <summary>Forward-only reading of a backend's JSON: what is missing, null or of another type is passed over.</summary>
internal static class OpenAiJson
{
    public static WireException NotOpenAi() =>
        new(new WireError(ErrorKind.Backend, "The backend's reply is not JSON as OpenAI's API has it; check that its address and type are right.", "backend_reply_invalid"));

    /// <summary>Goes to the next name of the current object; at the object's end false. After a name, its value has to be read or skipped.</summary>
    public static bool NextField(ref Utf8JsonReader reader)
    {
        if (!reader.Read()) throw new JsonException();
        return reader.TokenType == JsonTokenType.PropertyName;
    }

    /// <summary>The value behind the current name, as it stands.</summary>
    public static ReadOnlySpan<byte> Value(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> data)
    {
        reader.Read();
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return data[start..(int)reader.BytesConsumed];
    }

    /// <summary>The string behind the current name, where it is one without escapes; valid while the data is.</summary>
    public static ReadOnlySpan<byte> PlainText(scoped ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.String) return reader.ValueSpan;
        reader.Skip();
        return default;
    }

    public static int Int(ref Utf8JsonReader reader, int otherwise)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Number) return reader.TryGetInt32(out var number) ? number : otherwise;
        reader.Skip();
        return otherwise;
    }

    public static double Number(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Number) return reader.TryGetDouble(out var number) ? number : 0;
        reader.Skip();
        return 0;
    }

    /// <summary>A JSON string's text; null for any other value.</summary>
    public static string? Text(ReadOnlySpan<byte> value)
    {
        if (value is not [(byte)'"', .. var inside, (byte)'"']) return null;
        var pieces = new TextPieces();
        return Encoding.UTF8.GetString(pieces.Take(inside, inside.Contains((byte)'\\'))) + Encoding.UTF8.GetString(pieces.Flush());
    }

    /// <summary>The reply's own id and model.</summary>
    public static void ReadHead(ReadOnlySpan<byte> data, out string? id, out string? model)
    {
        id = model = null;
        var reader = new Utf8JsonReader(data);
        reader.Read();
        while ((id is null || model is null) && NextField(ref reader))
        {
            if (reader.ValueTextEquals("id"u8)) id = Text(Value(ref reader, data));
            else if (reader.ValueTextEquals("model"u8)) model = Text(Value(ref reader, data));
            else reader.Skip();
        }
    }
}
