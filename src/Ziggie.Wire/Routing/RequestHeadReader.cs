using System.Buffers.Binary;
using System.Numerics;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Ziggie.Wire;

/// <summary>
/// Reads a <see cref="RequestHead"/>. Routing keys are read strictly: one that is repeated, written in another case or through escapes
/// is refused, so that no backend's parser can read the request otherwise than the limits did.
/// </summary>
public static class RequestHeadReader
{
    private const int PrefixBytes = 1024;

    /// <summary>How much of a wrong value is shown to whoever sent it.</summary>
    private const int MostShown = 20;

    /// <summary>llama-server's word for as many tokens as there may be.</summary>
    private const int NoLimit = -1;

    private static readonly string[] s_keys =
    [
        "model", "stream", "stream_options", "max_tokens", "max_completion_tokens", "max_output_tokens", "options", "messages", "prompt", "input", "n", "keep_alive", "tools", "system", "format", "response_format", "think",
    ];

    /// <summary>Throws <see cref="WireException"/> with a 400 that says what is wrong and where.</summary>
    public static RequestHead Read(ReadOnlySpan<byte> body, int maxDepth, int maxNameLength)
    {
        if (body.IsEmpty) throw new WireException("The body is empty; send a JSON object.");
        if (body.StartsWith("\uFEFF"u8)) throw new WireException("The body begins with a byte order mark; send plain UTF-8 JSON.");
        if (!Utf8.IsValid(body)) throw new WireException("The body is not valid UTF-8.");
        var head = new RequestHead { Model = "", MaxTokens = -1 };
        var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = maxDepth });
        try
        {
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject) throw new WireException("The body must be a JSON object.");
            head.FirstMember = (int)reader.BytesConsumed;
            var seen = 0;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                head.HasMembers = true;
                var key = Key(ref reader);
                if (key >= 0)
                {
                    if ((seen & (1 << key)) != 0) throw new WireException($"\"{s_keys[key]}\" is given more than once.", s_keys[key], "duplicate_key");
                    seen |= 1 << key;
                }
                reader.Read();
                ReadValue(key, ref reader, body, ref head, maxNameLength);
            }
            if (reader.Read()) throw new WireException("There is something behind the JSON object.");
        }
        catch (JsonException e)
        {
            throw new WireException(Explain(e, maxDepth));
        }
        return head;
    }

    private static void ReadValue(int key, ref Utf8JsonReader reader, ReadOnlySpan<byte> body, ref RequestHead head, int maxNameLength)
    {
        var start = (int)reader.TokenStartIndex;
        switch (key)
        {
            case 0:
                if (reader.TokenType == JsonTokenType.Null) break;
                if (reader.TokenType != JsonTokenType.String) throw Wrong("model", "a string", ref reader);
                if (reader.ValueSpan.Length > maxNameLength * 4) throw TooLong(maxNameLength);
                head.Model = reader.GetString()!;
                if (head.Model.Length > maxNameLength) throw TooLong(maxNameLength);
                head.ModelStart = start;
                head.ModelLength = (int)reader.BytesConsumed - start;
                return;
            case 1:
                head.Stream = reader.TokenType switch
                {
                    JsonTokenType.True => true,
                    JsonTokenType.False => false,
                    JsonTokenType.Null => null,
                    _ => throw Wrong("stream", "true or false", ref reader),
                };
                return;
            case 2:
                if (reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.Null)) throw Wrong("stream_options", "an object", ref reader);
                ReadStreamOptions(ref reader, ref head);
                head.StreamOptionsStart = start;
                head.StreamOptionsLength = (int)reader.BytesConsumed - start;
                return;
            case 3 or 4 or 5:
                if (reader.TokenType == JsonTokenType.Null) return;
                if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt32(out var tokens) || tokens < NoLimit) throw Wrong(s_keys[key], $"a whole number from 0 to {int.MaxValue}", ref reader);
                head.MaxTokens = Math.Max(head.MaxTokens, tokens);
                return;
            case 6:
                if (reader.TokenType == JsonTokenType.StartObject) ReadOllamaOptions(ref reader, ref head);
                else reader.Skip();
                return;
            case 7 or 8 or 9:
                reader.Skip();
                var value = body[start..(int)reader.BytesConsumed];
                head.PromptBytes += value.Length;
                head.PrefixHash = Hash(value[..Math.Min(value.Length, PrefixBytes)], head.PrefixHash);
                return;
        }
        reader.Skip();
    }

    private static void ReadStreamOptions(ref Utf8JsonReader reader, ref RequestHead head)
    {
        if (reader.TokenType == JsonTokenType.Null) return;
        var seen = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isUsage = Matches(ref reader, "include_usage");
            if (isUsage && seen) throw new WireException("\"include_usage\" is given more than once.", "stream_options.include_usage", "duplicate_key");
            seen |= isUsage;
            reader.Read();
            if (isUsage)
            {
                if (reader.TokenType is not (JsonTokenType.True or JsonTokenType.False or JsonTokenType.Null)) throw Wrong("stream_options.include_usage", "true or false", ref reader);
                head.IncludeUsage = reader.TokenType == JsonTokenType.True;
            }
            reader.Skip();
        }
    }

    private static void ReadOllamaOptions(ref Utf8JsonReader reader, ref RequestHead head)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isLimit = reader.ValueTextEquals("num_predict"u8);
            reader.Read();
            if (isLimit && reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var tokens) && tokens >= 0) head.MaxTokens = tokens;
            reader.Skip();
        }
    }

    /// <summary>The routing key's index, or -1. Throws where it is one, but not written plainly.</summary>
    private static int Key(ref Utf8JsonReader reader)
    {
        if (reader.ValueSpan.Length > 24 && !reader.ValueIsEscaped) return -1;
        for (var i = 0; i < s_keys.Length; i++)
        {
            if (Matches(ref reader, s_keys[i])) return i;
        }
        return -1;
    }

    private static bool Matches(ref Utf8JsonReader reader, string key)
    {
        var name = reader.ValueSpan;
        if (!reader.ValueIsEscaped)
        {
            if (name.Length != key.Length || !Ascii.EqualsIgnoreCase(name, key)) return false;
            if (Ascii.Equals(name, key)) return true;
            throw new WireException($"\"{Encoding.UTF8.GetString(name)}\" must be written \"{key}\".", key, "miscased_key");
        }
        // Longest escaped form of a key: six bytes a letter.
        if (name.Length > 6 * 32 || !string.Equals(reader.GetString(), key, StringComparison.OrdinalIgnoreCase)) return false;
        throw new WireException($"\"{key}\" must be written without escapes.", key, "escaped_key");
    }

    /// <summary>Spreads conversations over backends; nobody gains by making two collide, so speed is all it needs.</summary>
    private static ulong Hash(ReadOnlySpan<byte> bytes, ulong seed)
    {
        const ulong Prime = 0x9E3779B97F4A7C15;
        var hash = seed ^ Prime;
        for (; bytes.Length >= 8; bytes = bytes[8..]) hash = BitOperations.RotateLeft((hash ^ BinaryPrimitives.ReadUInt64LittleEndian(bytes)) * Prime, 29);
        foreach (var b in bytes) hash = BitOperations.RotateLeft((hash ^ b) * Prime, 29);
        return hash ^ (hash >> 32);
    }

    private static WireException Wrong(string key, string wanted, ref Utf8JsonReader got) => new($"\"{key}\" must be {wanted}, but it is {Describe(ref got)}.", key, "invalid_type");

    private static string Describe(ref Utf8JsonReader got) => got.TokenType switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "a list",
        JsonTokenType.String => got.ValueSpan.Length <= MostShown && !got.ValueIsEscaped ? $"the string \"{Encoding.UTF8.GetString(got.ValueSpan)}\"" : "a string",
        JsonTokenType.Number => $"the number {Encoding.UTF8.GetString(got.ValueSpan[..Math.Min(MostShown, got.ValueSpan.Length)])}{(got.ValueSpan.Length > MostShown ? "…" : "")}",
        JsonTokenType.True => "true",
        JsonTokenType.False => "false",
        _ => "null",
    };

    private static WireException TooLong(int max) => new($"The model name is longer than {max} characters.", "model", "name_too_long");

    private static string Explain(JsonException e, int maxDepth) =>
        e.Message.Contains("maximum configured depth", StringComparison.OrdinalIgnoreCase)
            ? $"The JSON is nested more than {maxDepth} levels deep."
            : $"The body is not valid JSON (line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1} of it).";
}
