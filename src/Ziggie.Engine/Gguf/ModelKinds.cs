namespace Ziggie.Engine.Gguf;

/// <summary>Tells from names and tensors what a model is for.</summary>
internal static class ModelKinds
{
    public static ModelKind Of(ModelKeys keys, GgufFile file, PoolingType? pooling)
    {
        if (keys.Text("general.type") is { } type && ByType(type) is { } byType) return byType;
        if (ByArchitecture(keys.Architecture) is { } byArchitecture)
            return byArchitecture == ModelKind.Embedding && (pooling == PoolingType.Rank || Has(file, "cls.")) ? ModelKind.Reranker : byArchitecture;
        if (file.Tensors.Count == 0) return ModelKind.Auxiliary;
        // Without the matrix that turns numbers into words again; a model that shares it with its input and does not pool has words.
        if (pooling is not (null or PoolingType.None) && !file.Tensors.Any(t => t.Name == "output.weight"))
            return pooling == PoolingType.Rank ? ModelKind.Reranker : ModelKind.Embedding;
        return ModelKind.Text;
    }

    private static ModelKind? ByType(string type) => type switch
    {
        "adapter" => ModelKind.Adapter,
        "mmproj" or "clip-vision" => ModelKind.Projector,
        "imatrix" or "vocab" => ModelKind.Auxiliary,
        _ => null,
    };

    private static ModelKind? ByArchitecture(string architecture) => architecture switch
    {
        "clip" => ModelKind.Projector,
        "bert" or "modern-bert" or "nomic-bert" or "nomic-bert-moe" or "neo-bert" or "jina-bert-v2" or "jina-bert-v3" or "eurobert"
            or "gemma-embedding" or "llama-embed" or "t5encoder" => ModelKind.Embedding,
        "t5" => ModelKind.EncoderDecoder,
        "dream" or "llada" or "llada-moe" or "rnd1" => ModelKind.Diffusion,
        "eagle3" or "dflash" or "gemma4-assistant" => ModelKind.Draft,
        "wavtokenizer-dec" or "qwen3tts" or "pockettts" or "flux" or "sd1" or "sdxl" or "sd3" or "aura" or "ltxv" or "hyvid" or "wan"
            or "cosmos" or "qwen_image" or "lumina2" or "hidream" or "chroma" or "z_image" => ModelKind.Media,
        "imatrix" => ModelKind.Auxiliary,
        _ => null,
    };

    private static bool Has(GgufFile file, string prefix) => file.Tensors.Any(t => t.Name.StartsWith(prefix, StringComparison.Ordinal));

    /// <summary>Why a model of this kind cannot write; null for one that can.</summary>
    public static string? WhyNoText(ModelKind kind) => kind switch
    {
        ModelKind.Text => null,
        ModelKind.Embedding => "It is an embedding model: it turns texts into vectors and cannot chat. Ask it for embeddings.",
        ModelKind.Reranker => "It is a reranking model: it scores texts and cannot chat.",
        ModelKind.Projector => "It is the part of another model that sees pictures or hears; put the model itself beside it.",
        ModelKind.Adapter => "It is an adapter, a small change to another model; get the model itself, or one that the adapter was merged into.",
        ModelKind.Draft => "It only guesses ahead for another model; get the model itself.",
        ModelKind.Diffusion => "It writes by diffusion, which is not supported here; get a model that writes word by word.",
        ModelKind.Media => "It makes pictures, films or speech; ComfyUI and the like run such models.",
        ModelKind.EncoderDecoder => "It has an encoder and a decoder, such as T5, which is not supported here.",
        _ => "It has no weights: it is a vocabulary or a help for quantising; get the model itself.",
    };

    public static ModelCapabilities Capabilities(ModelKeys keys, ModelKind kind, PoolingType? pooling, string templates)
    {
        if (kind == ModelKind.Embedding) return ModelCapabilities.Embedding;
        if (kind != ModelKind.Text) return ModelCapabilities.None;
        var can = ModelCapabilities.Completion;
        if (pooling is not (null or PoolingType.None or PoolingType.Rank)) can |= ModelCapabilities.Embedding;
        if (templates.Contains("tools", StringComparison.Ordinal) || templates.Contains("tool_call", StringComparison.Ordinal)) can |= ModelCapabilities.Tools;
        if (s_thinking.Any(mark => templates.Contains(mark, StringComparison.Ordinal))) can |= ModelCapabilities.Thinking;
        if (keys.Integer("tokenizer.ggml.fim_pre_token_id") is not null || keys.Integer("tokenizer.ggml.prefix_token_id") is not null) can |= ModelCapabilities.Insert;
        return can;
    }

    // What templates write around thoughts, or ask about them.
    private static readonly string[] s_thinking =
        ["<think>", "</think>", "enable_thinking", "reasoning_content", "reasoning_effort", "[THINK]", "<|START_THINKING|>", "<seed:think>"];
}
