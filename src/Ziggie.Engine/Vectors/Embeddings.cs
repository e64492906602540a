using System.Buffers;
using System.Numerics.Tensors;
using System.Security.Cryptography;
using Ziggie.Engine.Host;
using Ziggie.Wire;

namespace Ziggie.Engine.Vectors;

/// <summary>Answers requests for vectors.</summary>
internal static class Embeddings
{
    public static async Task AnswerAsync(ModelRequest asked, LoadedModel model, HttpReply reply, TimeProvider time, CancellationToken cancel)
    {
        var embedder = model.Embedder;
        var started = time.GetTimestamp();
        int[][] texts = [.. asked.Inputs.Select((text, i) => Tokens(text, i, asked, model, embedder.Longest))];
        var vectors = await embedder.EmbedAsync(texts, cancel);
        var output = new ArrayBufferWriter<byte>(4096);
        var context = new ReplyContext(RandomNumberGenerator.GetHexString(24, lowercase: true), asked.Model, time.GetUtcNow(), asked, time) { Timings = true };
        var writer = WireFormats.OpenAiEmbeddings.CreateWriter(context, output);
        writer.Start(null, null);
        for (var i = 0; i < vectors.Length; i++) writer.Embedding(i, Shorten(vectors[i], asked.Dimensions));
        writer.Finish(FinishReason.Stop, null);
        writer.Usage(new TokenUsage(texts.Sum(t => t.Length), 0) { PromptNs = (long)(time.GetElapsedTime(started).TotalMilliseconds * 1e6) });
        writer.Complete();
        reply.Whole(200, writer.ContentType, output.WrittenSpan);
    }

    private static int[] Tokens(string text, int index, ModelRequest asked, LoadedModel model, int longest)
    {
        var tokens = model.Vocabulary.Tokenize(text, special: true, parseSpecial: false);
        if (tokens.Length == 0) throw new WireException("a text to be embedded must not be empty.", $"input[{index}]");
        if (tokens.Length <= longest) return tokens;
        if (asked.Truncate == true) return [.. tokens.AsSpan(0, longest - 1), tokens[^1]];
        throw new WireException($"input[{index}] has {tokens.Length} tokens, but this model takes {longest} at once: cut it, or send truncate: true.", $"input[{index}]", "context_length_exceeded");
    }

    /// <summary>The first so many numbers, of length 1 again: for models made so that their vectors can be cut.</summary>
    private static ReadOnlySpan<float> Shorten(float[] vector, int? dimensions)
    {
        if (dimensions is not { } count || count >= vector.Length) return vector;
        var shorter = vector.AsSpan(0, count);
        var norm = TensorPrimitives.Norm<float>(shorter);
        if (norm > 0) TensorPrimitives.Divide(shorter, norm, shorter);
        return shorter;
    }
}
