using System.Buffers;
using System.Numerics.Tensors;
using System.Text;
using System.Text.Json;
using Ziggie.Engine.Native;

namespace Ziggie.Engine.Answers;

/// <summary>OpenAI's <c>logprobs</c> of one token: by what the model thought, before any sampling.</summary>
internal static class LogProbs
{
    public const int MostTop = 20;

    public static void Write(Vocabulary vocabulary, int token, ReadOnlySpan<float> logits, int top, IBufferWriter<byte> output)
    {
        // log softmax: x - max - log(sum(exp(x - max))), in double, since a vocabulary is long.
        var max = TensorPrimitives.Max(logits);
        var sum = 0.0;
        foreach (var logit in logits) sum += Math.Exp(logit - max);
        var normal = max + Math.Log(sum);
        using var json = new Utf8JsonWriter(output);
        json.WriteStartObject();
        json.WriteStartArray("content"u8);
        json.WriteStartObject();
        WriteToken(json, vocabulary, token, logits[token] - normal);
        json.WriteStartArray("top_logprobs"u8);
        foreach (var other in Top(logits, Math.Min(top, MostTop)))
        {
            json.WriteStartObject();
            WriteToken(json, vocabulary, other, logits[other] - normal);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteToken(Utf8JsonWriter json, Vocabulary vocabulary, int token, double logProb)
    {
        var bytes = vocabulary.Piece(token, special: true);
        json.WriteNumber("id"u8, token);
        json.WriteString("token"u8, Encoding.UTF8.GetString(bytes));
        json.WriteNumber("logprob"u8, double.IsFinite(logProb) ? Math.Round(logProb, 6) : -9999);
        json.WriteStartArray("bytes"u8);
        foreach (var value in bytes) json.WriteNumberValue(value);
        json.WriteEndArray();
    }

    private static IEnumerable<int> Top(ReadOnlySpan<float> logits, int count)
    {
        var best = new PriorityQueue<int, float>(count + 1);
        for (var i = 0; i < logits.Length && count > 0; i++)
        {
            if (best.Count < count) best.Enqueue(i, logits[i]);
            else if (best.TryPeek(out _, out var least) && logits[i] > least) best.EnqueueDequeue(i, logits[i]);
        }
        return best.UnorderedItems.OrderByDescending(i => i.Priority).ThenBy(i => i.Element).Select(i => i.Element);
    }
}
