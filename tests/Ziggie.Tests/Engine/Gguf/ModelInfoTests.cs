using Ziggie.Engine.Gguf;
using Ziggie.Tests.Support;

namespace Ziggie.Tests.Engine.Gguf;

public sealed class ModelInfoTests : IDisposable
{
    private readonly ModelFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Says_what_a_tiny_model_is()
    {
        var path = GgufBuilder.TinyLlama(_folder["tiny.gguf"], options: new()
        {
            Name = "Tiny\nLlama",
            ChatTemplate = TinyLlamaOptions.ChatMl,
            Weights = GgufTensorType.Q8_0,
            Metadata = new Dictionary<string, object> { ["general.license"] = "mit", ["tokenizer.chat_template.tool_use"] = "{{ tools }}" },
        });
        var file = ModelFolder.Read(path);
        var model = ModelInfo.From(file);
        Assert.Equal(("llama", "Tiny Llama", "mit", "Q8_0"), (model.Architecture, model.Name, model.License, model.Quantised));
        Assert.Equal((512, 64, 96, 2), (model.ContextLength, model.EmbeddingLength, model.FeedForwardLength, model.Layers));
        Assert.Equal((2, 1, 32, 32), (model.Attention.Heads, model.Attention.KvHeads, model.Attention.KeyLength, model.Attention.ValueLength));
        Assert.Equal(new TinyVocabulary().Pieces.Count, model.VocabularySize);
        Assert.Equal(("llama", "default"), (model.TokenizerModel, model.TokenizerPre));
        Assert.Equal(TinyLlamaOptions.ChatMl, model.ChatTemplate);
        Assert.Equal("{{ tools }}", model.NamedTemplates["tool_use"]);
        Assert.Equal(ModelCapabilities.Completion | ModelCapabilities.Tools, model.Capabilities);
        Assert.Equal((ModelKind.Text, null, null), (model.Kind, model.WhyNoText, model.Pooling));
        Assert.Equal(file.Tensors.Sum(t => t.Elements), model.Parameters);
        Assert.Equal(file.Tensors.Sum(t => t.Bytes), model.WeightBytes);
        Assert.Equal(model.WeightBytes, model.InputBytes + model.OutputBytes + model.Attention.Layers.Sum(l => l.WeightBytes));
        Assert.Equal(64L * model.VocabularySize / 32 * 34, model.InputBytes);
        Assert.All(model.Attention.Layers, l => Assert.Equal((LayerMemory.Full, 30_720 / 32 * 34 + 512), (l.Memory, l.WeightBytes)));
    }

    [Theory]
    [InlineData(15u, "Q4_K_M")]
    [InlineData(7u, "Q8_0")]
    [InlineData(7u + 1024, "Q8_0")]
    [InlineData(38u, "MXFP4")]
    [InlineData(999u, "Q6_K")]
    [InlineData(null, "Q6_K")]
    public void Quantisation_is_named_by_the_file_or_by_its_weights(uint? fileType, string name)
    {
        var file = new GgufBuilder().Add("general.architecture", "llama")
            .Zeros("a", GgufTensorType.F32, 256).Zeros("b", GgufTensorType.Q6_K, 256, 4).Zeros("c", GgufTensorType.Q4_K, 256, 2);
        if (fileType is { } type) file.Add("general.file_type", type);
        Assert.Equal(name, Info(file).Quantised);
    }

    [Theory]
    [InlineData(999, "999")]
    [InlineData(260_032, "260K")]
    [InlineData(494_032_768, "494.03M")]
    [InlineData(3_212_749_888, "3.2B")]
    [InlineData(8_000_000_000, "8B")]
    [InlineData(1_026_000_000_000, "1T")]
    public void Sizes_read_as_people_say_them(long parameters, string size) => Assert.Equal(size, Quantisation.Size(parameters));

    public static TheoryData<string, string, uint?, bool, ModelKind> Kinds => new()
    {
        { "llama", "model", null, true, ModelKind.Text },
        { "qwen3", "model", null, false, ModelKind.Text },
        { "qwen3", "model", 3, false, ModelKind.Embedding },
        { "qwen3", "model", 4, false, ModelKind.Reranker },
        { "llama", "model", 1, true, ModelKind.Text },
        { "bert", "model", null, false, ModelKind.Embedding },
        { "bert", "model", 4, false, ModelKind.Reranker },
        { "nomic-bert", "model", 1, false, ModelKind.Embedding },
        { "gemma-embedding", "model", 1, false, ModelKind.Embedding },
        { "clip", "mmproj", null, false, ModelKind.Projector },
        { "clip", "model", null, false, ModelKind.Projector },
        { "llama", "adapter", null, false, ModelKind.Adapter },
        { "llada", "model", null, true, ModelKind.Diffusion },
        { "flux", "model", null, false, ModelKind.Media },
        { "t5", "model", null, true, ModelKind.EncoderDecoder },
        { "eagle3", "model", null, true, ModelKind.Draft },
        { "llama", "imatrix", null, false, ModelKind.Auxiliary },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Tells_what_a_file_is_for(string architecture, string type, uint? pooling, bool hasOutput, ModelKind kind)
    {
        var file = new GgufBuilder().Add("general.architecture", architecture).Add("general.type", type).Zeros("token_embd.weight", GgufTensorType.F32, 32, 4);
        if (pooling is { } number) file.Add($"{architecture}.pooling_type", number);
        if (hasOutput) file.Zeros("output.weight", GgufTensorType.F32, 32, 4);
        var model = Info(file);
        Assert.Equal(kind, model.Kind);
        Assert.Equal(kind == ModelKind.Text, model.WhyNoText is null);
        Assert.Equal(kind == ModelKind.Text, model.Capabilities.HasFlag(ModelCapabilities.Completion));
        Assert.Equal(kind == ModelKind.Embedding || (kind == ModelKind.Text && pooling is not null), model.Capabilities.HasFlag(ModelCapabilities.Embedding));
    }

    [Fact]
    public void A_file_without_weights_is_no_model() =>
        Assert.Equal(ModelKind.Auxiliary, Info(new GgufBuilder().Add("general.architecture", "llama")).Kind);

    [Theory]
    [InlineData("{{ messages }}", ModelCapabilities.None)]
    [InlineData("{% if tools %}{% endif %}", ModelCapabilities.Tools)]
    [InlineData("{{ '<think>' }}", ModelCapabilities.Thinking)]
    [InlineData("{% if enable_thinking %}{% endif %}{{ tool_call }}", ModelCapabilities.Tools | ModelCapabilities.Thinking)]
    public void Capabilities_follow_from_the_template(string template, ModelCapabilities more) =>
        Assert.Equal(ModelCapabilities.Completion | more, Info(Text("llama").Add("tokenizer.chat_template", template)).Capabilities);

    [Fact]
    public void A_model_with_marks_for_gaps_can_fill_them() =>
        Assert.True(Info(Text("qwen2").Add("tokenizer.ggml.fim_pre_token_id", 7u)).Capabilities.HasFlag(ModelCapabilities.Insert));

    [Fact]
    public void Values_may_differ_from_layer_to_layer()
    {
        var model = Info(Text("deci")
            .Add("deci.block_count", 3u).Add("deci.embedding_length", 512u).Add("deci.feed_forward_length", new[] { 100, 300, 200 })
            .Add("deci.attention.head_count", new[] { 8, 8, 0 }).Add("deci.attention.head_count_kv", new[] { 8, 2, 0 }));
        Assert.Equal([8, 2, 0], model.Attention.Layers.Select(l => l.KvHeads));
        Assert.Equal([LayerMemory.Full, LayerMemory.Full, LayerMemory.None], model.Attention.Layers.Select(l => l.Memory));
        Assert.Equal((300, 8, 64), (model.FeedForwardLength, model.Attention.KvHeads, model.Attention.KeyLength));
    }

    [Theory]
    [InlineData("gemma3", 512u, null, "SSSSSFSS")]
    [InlineData("gemma2", null, null, "SFSFSFSF")]
    [InlineData("gpt-oss", 128u, null, "SFSFSFSF")]
    [InlineData("cohere2moe", 128u, null, "FSSSFSSS")]
    [InlineData("gemma3", 512u, 2u, "SFSFSFSF")]
    [InlineData("phi3", 2_047u, null, "FFFFFFFF")]
    [InlineData("qwen3next", null, null, "RRRFRRRF")]
    [InlineData("mamba", null, null, "RRRRRRRR")]
    [InlineData("falcon-h1", null, null, "BBBBBBBB")]
    [InlineData("bert", null, null, "--------")]
    public void Layers_remember_as_their_architecture_does(string architecture, uint? window, uint? period, string layers)
    {
        var file = Text(architecture).Add($"{architecture}.block_count", 8u).Add($"{architecture}.attention.head_count", 4u);
        if (window is { } w) file.Add($"{architecture}.attention.sliding_window", w);
        if (period is { } p) file.Add($"{architecture}.attention.sliding_window_pattern", p);
        Assert.Equal(layers, Memories(Info(file)));
    }

    [Fact]
    public void A_pattern_in_the_file_counts_for_any_architecture() =>
        Assert.Equal("FSFS", Memories(Info(Text("mimo2").Add("mimo2.block_count", 4u).Add("mimo2.attention.head_count", 4u)
            .Add("mimo2.attention.sliding_window", 128u).Add("mimo2.attention.sliding_window_pattern", new[] { false, true, false, true }))));

    [Theory]
    [InlineData("block_count", 513u, "llama.block_count is 513")]
    [InlineData("block_count", -1, "llama.block_count is -1")]
    [InlineData("context_length", "many", "llama.context_length is many")]
    [InlineData("embedding_length", 1.5, "llama.embedding_length is 1.5")]
    [InlineData("attention.head_count", new[] { 1, 2, 3 }, "llama.attention.head_count lists 3 values for 2 layers")]
    public void A_value_that_cannot_be_is_named(string key, object value, string says)
    {
        var error = Assert.Throws<GgufException>(() => Info(Text("llama").Add("llama.block_count", 2u).Add("llama." + key, value)));
        Assert.Equal((GgufFault.Damaged, "llama." + key), (error.Fault, error.Key));
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_does_not_say_what_it_is_is_refused() =>
        Assert.Contains("general.architecture is missing", Assert.Throws<GgufException>(() => Info(new GgufBuilder())).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("stories260k-F32.gguf", "F32", 64, 5, 128, 512)]
    [InlineData("stories260k-pad192-Q4_0.gguf", "Q4_0", 64, 5, 512, 512)]
    [InlineData("baby105-Q8_0.gguf", "Q8_0", 128, 5, 128, 105)]
    public void Says_what_models_made_by_others_are(string name, string quantised, int embedding, int layers, int context, int vocabulary)
    {
        if (SharedModels.File(name) is not { } path)
            (path, quantised, embedding, layers, context, vocabulary) = (GgufBuilder.TinyLlama(_folder[name]), "F32", 64, 2, 512, new TinyVocabulary().Pieces.Count);
        var model = ModelInfo.From(ModelFolder.Read(path));
        Assert.Equal((quantised, embedding, layers, context, vocabulary), (model.Quantised, model.EmbeddingLength, model.Layers, model.ContextLength, model.VocabularySize));
        Assert.Equal(ModelKind.Text, model.Kind);
    }

    internal static GgufBuilder Text(string architecture) => new GgufBuilder()
        .Add("general.architecture", architecture)
        .Zeros("token_embd.weight", GgufTensorType.F32, 32, 4).Zeros("output.weight", GgufTensorType.F32, 32, 4);

    internal static ModelInfo Info(GgufBuilder file) => ModelInfo.From(ModelFolder.Read(file.Build()));

    private static string Memories(ModelInfo model) => string.Concat(model.Attention.Layers.Select(l => l.Memory switch
    {
        LayerMemory.Full => 'F',
        LayerMemory.Sliding => 'S',
        LayerMemory.State => 'R',
        LayerMemory.StateAndFull => 'B',
        _ => '-',
    }));
}
