using System.Text;
using System.Text.Json;

namespace Ziggie.Simulator.Replies;

/// <summary>Made-up log-probabilities of one token, as OpenAI's chat writes them.</summary>
internal static class LogProbabilities
{
    private const int MostAlternatives = 20;

    public static byte[] Of(string token, int? alternatives)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            var own = -Math.Round(new Rng(Rng.Hash(token)).Fraction(), 4);
            json.WriteStartObject();
            json.WriteStartArray("content");
            json.WriteStartObject();
            WriteToken(json, token, own);
            json.WriteStartArray("top_logprobs");
            for (var i = 0; i < Math.Clamp(alternatives ?? 0, 0, MostAlternatives); i++)
            {
                json.WriteStartObject();
                WriteToken(json, i == 0 ? token : $" other{i}", own - i);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return stream.ToArray();
    }

    private static void WriteToken(Utf8JsonWriter json, string token, double probability)
    {
        json.WriteString("token", token);
        json.WriteNumber("logprob", probability);
        json.WriteStartArray("bytes");
        foreach (var b in Encoding.UTF8.GetBytes(token)) json.WriteNumberValue(b);
        json.WriteEndArray();
    }
}
