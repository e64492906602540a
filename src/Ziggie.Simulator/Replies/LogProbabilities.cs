using System.Text;
using System.Text.Json;
using Ziggie.Wire;

namespace Ziggie.Simulator.Replies;

/// <summary>Made-up log-probabilities of one token, as OpenAI's chat and completions write them.</summary>
internal static class LogProbabilities
{
    public static byte[] Of(string token, ModelRequest request, int offset)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            var random = new Rng(Rng.Hash(token));
            var alternatives = Math.Clamp(request.Sampling.TopLogProbs ?? 0, 0, 20);
            if (request.Operation == Operation.Completion) WriteCompletion(json, token, random, alternatives, offset);
            else WriteChat(json, token, random, alternatives);
        }
        return stream.ToArray();
    }

    private static void WriteChat(Utf8JsonWriter json, string token, Rng random, int alternatives)
    {
        json.WriteStartObject();
        json.WriteStartArray("content");
        json.WriteStartObject();
        var own = Probability(random);
        WriteToken(json, token, own);
        json.WriteStartArray("top_logprobs");
        for (var i = 0; i < alternatives; i++)
        {
            json.WriteStartObject();
            WriteToken(json, i == 0 ? token : $" other{i}", own - i);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteNull("refusal");
        json.WriteEndObject();
    }

    private static void WriteToken(Utf8JsonWriter json, string token, double probability)
    {
        json.WriteString("token", token);
        json.WriteNumber("logprob", probability);
        json.WriteStartArray("bytes");
        foreach (var b in Encoding.UTF8.GetBytes(token)) json.WriteNumberValue(b);
        json.WriteEndArray();
    }

    private static void WriteCompletion(Utf8JsonWriter json, string token, Rng random, int alternatives, int offset)
    {
        var own = Probability(random);
        json.WriteStartObject();
        json.WriteStartArray("tokens");
        json.WriteStringValue(token);
        json.WriteEndArray();
        json.WriteStartArray("token_logprobs");
        json.WriteNumberValue(own);
        json.WriteEndArray();
        json.WriteStartArray("top_logprobs");
        json.WriteStartObject();
        for (var i = 0; i < alternatives; i++) json.WriteNumber(i == 0 ? token : $" other{i}", own - i);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteStartArray("text_offset");
        json.WriteNumberValue(offset);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static double Probability(Rng random) => -Math.Round(random.Fraction(), 4);
}
