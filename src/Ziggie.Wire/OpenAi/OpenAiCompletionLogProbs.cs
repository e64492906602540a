using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Ziggie.Wire.Json;

namespace Ziggie.Wire.OpenAi;

/// <summary>
/// Log-probabilities travel in chat's form: <c>{"content":[{"token","logprob","bytes","top_logprobs":[…]}]}</c>. Completions have an
/// older one: <c>{"tokens","token_logprobs","top_logprobs","text_offset"}</c>, four lists side by side.
/// </summary>
internal static class OpenAiCompletionLogProbs
{
    /// <summary>Chat's form of either.</summary>
    public static ReadOnlySpan<byte> ToChat(ReadOnlySpan<byte> logProbs)
    {
        if (logProbs.IndexOf("\"token_logprobs\""u8) < 0) return logProbs;
        // Tokens are names here, and a name that is half a character cannot be read.
        if (!Utf8.IsValid(logProbs)) throw OpenAiJson.NotOpenAi();
        var reader = new Utf8JsonReader(logProbs);
        using var document = JsonDocument.ParseValue(ref reader);
        var old = document.RootElement;
        if (old.Optional("tokens") is not { ValueKind: JsonValueKind.Array } tokens) return logProbs;

        var output = new ArrayBufferWriter<byte>();
        using (var json = JsonOutput.Create(output))
        {
            json.WriteStartObject();
            json.WriteStartArray("content");
            for (var i = 0; i < tokens.GetArrayLength(); i++)
            {
                json.WriteStartObject();
                WriteToken(json, Token(tokens[i]), Item(old, "token_logprobs", i));
                json.WriteStartArray("top_logprobs");
                if (Item(old, "top_logprobs", i) is { ValueKind: JsonValueKind.Object } top)
                    foreach (var other in top.EnumerateObject())
                    {
                        json.WriteStartObject();
                        WriteToken(json, other.Name, other.Value);
                        json.WriteEndObject();
                    }
                json.WriteEndArray();
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return output.WrittenSpan;
    }

    /// <summary>Adds chat's form to completions' lists.</summary>
    /// <param name="content">Chat's <c>content</c> entries.</param>
    /// <param name="offset">Where in the text the first token begins; counts on.</param>
    public static void WriteOld(Utf8JsonWriter json, JsonElement content, ref int offset)
    {
        var tokens = content.EnumerateArray().Where(t => t.ValueKind == JsonValueKind.Object).ToList();
        json.WriteStartObject();
        json.WriteStartArray("tokens");
        foreach (var token in tokens) json.WriteStringValue(TokenOf(token));
        json.WriteEndArray();
        json.WriteStartArray("token_logprobs");
        foreach (var token in tokens) WriteValue(json, token.Optional("logprob"));
        json.WriteEndArray();
        json.WriteStartArray("top_logprobs");
        foreach (var token in tokens) WriteTop(json, token);
        json.WriteEndArray();
        json.WriteStartArray("text_offset");
        foreach (var token in tokens)
        {
            json.WriteNumberValue(offset);
            offset += TokenOf(token).Length;
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteTop(Utf8JsonWriter json, JsonElement token)
    {
        json.WriteStartObject();
        if (token.Optional("top_logprobs") is { ValueKind: JsonValueKind.Array } top)
            foreach (var other in top.EnumerateArray().Where(o => o.ValueKind == JsonValueKind.Object).DistinctBy(TokenOf))
            {
                json.WritePropertyName(TokenOf(other));
                WriteValue(json, other.Optional("logprob"));
            }
        json.WriteEndObject();
    }

    private static void WriteToken(Utf8JsonWriter json, string token, JsonElement? logProb)
    {
        json.WriteString("token", token);
        json.WritePropertyName("logprob");
        WriteValue(json, logProb);
        json.WriteStartArray("bytes");
        foreach (var b in Encoding.UTF8.GetBytes(token)) json.WriteNumberValue(b);
        json.WriteEndArray();
    }

    private static void WriteValue(Utf8JsonWriter json, JsonElement? value)
    {
        if (value is { ValueKind: JsonValueKind.Number } number) number.WriteTo(json);
        else json.WriteNullValue();
    }

    private static JsonElement? Item(JsonElement parent, string name, int index) =>
        parent.Optional(name) is { ValueKind: JsonValueKind.Array } list && index < list.GetArrayLength() ? list[index] : null;

    private static string TokenOf(JsonElement entry) => entry.Optional("token") is { } token ? Token(token) : "";

    private static string Token(JsonElement value) => value.ValueKind == JsonValueKind.String ? OpenAiJson.Text(Encoding.UTF8.GetBytes(value.GetRawText())) ?? "" : "";
}
