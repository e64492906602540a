using Ziggie.Engine.Gguf;

namespace Ziggie.Tests.Support;

/// <summary>
/// The weights of a tiny model. The first number of every token's embedding is 1 and stays so through all layers: its column in the
/// output matrix is a bias, by which some tokens are never said.
/// </summary>
internal static class TinyLlama
{
    private const float Never = -60;

    // Layers add a little to what the embedding says, so that the bias keeps its weight.
    private const float Small = 0.15f;

    // A step of the script must be far more likely than the start of it, which must be far more likely than the rest.
    private const float Start = 20;
    private const float Step = 60;

    // So many random signs tell all tokens apart.
    private const int ScriptedEmbedding = 256;

    public static GgufBuilder Model(int seed, TinyLlamaOptions options)
    {
        var random = new Random(seed);
        if (options.Says is not null) options = options with { Embedding = ScriptedEmbedding };
        var vocabulary = new TinyVocabulary(options.Says);
        var model = Describe(options, vocabulary);
        var embedding = Embedding(random, vocabulary, options.Embedding);
        var output = options.Says is null ? RandomOutput(random, vocabulary, options) : ScriptedOutput(vocabulary, embedding, options.Embedding);
        model.Tensor("token_embd.weight", options.Weights, embedding, options.Embedding, vocabulary.Pieces.Count);
        model.Tensor("output_norm.weight", GgufTensorType.F32, Ones(options.Embedding), options.Embedding);
        model.Tensor("output.weight", options.Weights, output, options.Embedding, vocabulary.Pieces.Count);
        for (var layer = 0; layer < options.Layers; layer++) AddLayer(model, random, layer, options);
        return model;
    }

    private static GgufBuilder Describe(TinyLlamaOptions options, TinyVocabulary vocabulary)
    {
        var head = options.Embedding / options.Heads;
        var model = new GgufBuilder()
            .Add("general.architecture", "llama")
            .Add("general.name", options.Name)
            .Add("general.file_type", options.Weights switch { GgufTensorType.F16 => 1u, GgufTensorType.Q8_0 => 7u, _ => 0u })
            .Add("llama.context_length", (uint)options.Context)
            .Add("llama.embedding_length", (uint)options.Embedding)
            .Add("llama.block_count", (uint)options.Layers)
            .Add("llama.feed_forward_length", (uint)options.FeedForward)
            .Add("llama.attention.head_count", (uint)options.Heads)
            .Add("llama.attention.head_count_kv", (uint)options.KvHeads)
            .Add("llama.attention.layer_norm_rms_epsilon", 1e-5f)
            .Add("llama.rope.dimension_count", (uint)head)
            .Add("llama.vocab_size", (uint)vocabulary.Pieces.Count)
            .Add("tokenizer.ggml.model", "llama")
            .Add("tokenizer.ggml.pre", "default")
            .Add("tokenizer.ggml.tokens", vocabulary.Pieces)
            .Add("tokenizer.ggml.scores", vocabulary.Scores)
            .Add("tokenizer.ggml.token_type", vocabulary.Types)
            .Add("tokenizer.ggml.bos_token_id", (uint)TinyVocabulary.Begin)
            .Add("tokenizer.ggml.eos_token_id", (uint)TinyVocabulary.End)
            .Add("tokenizer.ggml.unknown_token_id", (uint)TinyVocabulary.Unknown)
            .Add("tokenizer.ggml.add_bos_token", true)
            .Add("tokenizer.ggml.add_space_prefix", false);
        if (options.ChatTemplate is not null) model.Add("tokenizer.chat_template", options.ChatTemplate);
        if (options.Pooling is { } pooling) model.Add("llama.pooling_type", pooling);
        foreach (var (key, value) in options.Metadata) model.Add(key, value);
        return model;
    }

    private static void AddLayer(GgufBuilder model, Random random, int layer, TinyLlamaOptions options)
    {
        var (width, inner) = (options.Embedding, options.FeedForward);
        var kv = width / options.Heads * options.KvHeads;
        // What is said by script depends on the last token alone.
        var mixes = options.Says is null ? Small : 0;
        model.Tensor($"blk.{layer}.attn_norm.weight", GgufTensorType.F32, Ones(width), width);
        model.Tensor($"blk.{layer}.attn_q.weight", options.Weights, Matrix(random, width, width, Small), width, width);
        model.Tensor($"blk.{layer}.attn_k.weight", options.Weights, Matrix(random, kv, width, Small), width, kv);
        model.Tensor($"blk.{layer}.attn_v.weight", options.Weights, Matrix(random, kv, width, Small), width, kv);
        model.Tensor($"blk.{layer}.attn_output.weight", options.Weights, Matrix(random, width, width, mixes, silentRow: 0), width, width);
        model.Tensor($"blk.{layer}.ffn_norm.weight", GgufTensorType.F32, Ones(width), width);
        model.Tensor($"blk.{layer}.ffn_gate.weight", options.Weights, Matrix(random, inner, width, Small), width, inner);
        model.Tensor($"blk.{layer}.ffn_up.weight", options.Weights, Matrix(random, inner, width, Small), width, inner);
        model.Tensor($"blk.{layer}.ffn_down.weight", options.Weights, Matrix(random, width, inner, mixes, silentRow: 0), inner, width);
    }

    private static float[] Embedding(Random random, TinyVocabulary vocabulary, int width)
    {
        var embedding = new float[vocabulary.Pieces.Count * width];
        for (var i = 0; i < embedding.Length; i++) embedding[i] = i % width == 0 || random.Next(2) == 0 ? 1 : -1;
        return embedding;
    }

    private static float[] RandomOutput(Random random, TinyVocabulary vocabulary, TinyLlamaOptions options)
    {
        var output = Matrix(random, vocabulary.Pieces.Count, options.Embedding, 0.5f);
        for (var token = 0; token < vocabulary.FirstText; token++)
        {
            var isMark = token < vocabulary.FirstText - 256;
            var mayBeSaid = isMark ? options.Ends && token == TinyVocabulary.End : options.AnyBytes;
            if (!mayBeSaid) Silence(output, token, options.Embedding);
        }
        return output;
    }

    private static void Silence(float[] output, int token, int width)
    {
        output.AsSpan(token * width, width).Clear();
        output[token * width] = Never;
    }

    /// <summary>Each piece of the text points at the next, the last at the end, and everything else at the first.</summary>
    private static float[] ScriptedOutput(TinyVocabulary vocabulary, float[] embedding, int width)
    {
        var output = new float[vocabulary.Pieces.Count * width];
        output[vocabulary.Said[0] * width] = Start;
        for (var i = 0; i < vocabulary.Said.Count; i++)
        {
            var next = i + 1 < vocabulary.Said.Count ? vocabulary.Said[i + 1] : TinyVocabulary.End;
            for (var d = 1; d < width; d++) output[next * width + d] = embedding[vocabulary.Said[i] * width + d] * Step / width;
        }
        return output;
    }

    private static float[] Ones(int count)
    {
        var ones = new float[count];
        ones.AsSpan().Fill(1);
        return ones;
    }

    private static float[] Matrix(Random random, int rows, int columns, float largest, int silentRow = -1)
    {
        var values = new float[rows * columns];
        for (var i = 0; i < values.Length; i++)
        {
            var value = (random.NextSingle() * 2 - 1) * largest;
            values[i] = i / columns == silentRow ? 0 : value;
        }
        return values;
    }
}
