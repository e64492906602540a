using Ziggie.Engine.Gguf;

namespace Ziggie.Tests.Support;

/// <summary>What a tiny model is like.</summary>
internal sealed record TinyLlamaOptions
{
    public string Name { get; init; } = "Tiny";

    /// <summary>As trained, says the file.</summary>
    public int Context { get; init; } = 512;

    /// <summary>None where null. <see cref="ChatMl"/> is a common one, of which the vocabulary has the marks.</summary>
    public string? ChatTemplate { get; init; }

    /// <summary>
    /// What it answers to every prompt that does not end within this text, before it ends its turn; null: random words.
    /// Exact when greedy, all but certain at temperature 1.
    /// </summary>
    public string? Says { get; init; }

    /// <summary>Random words may end, too.</summary>
    public bool Ends { get; init; }

    /// <summary>Random words may hold any bytes, also those that are no UTF-8 and no text.</summary>
    public bool AnyBytes { get; init; }

    /// <summary>Of the matrices: F32, F16 or Q8_0.</summary>
    public GgufTensorType Weights { get; init; } = GgufTensorType.F32;

    public int Embedding { get; init; } = 64;
    public int Layers { get; init; } = 2;
    public int Heads { get; init; } = 2;
    public int KvHeads { get; init; } = 1;
    public int FeedForward { get; init; } = 96;

    /// <summary>As llama.cpp numbers it: 1 mean, 2 first token, 3 last token; null: no key.</summary>
    public uint? Pooling { get; init; }

    /// <summary>Set last, over what is there.</summary>
    public IReadOnlyDictionary<string, object> Metadata { get; init; } = new Dictionary<string, object>();

    public const string ChatMl =
        "{% for message in messages %}{{'<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>' + '\\n'}}{% endfor %}"
        + "{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}";
}
