using Ziggie.Engine.Gguf;

namespace Ziggie.Models.Library;

/// <summary>A model on this machine's disk.</summary>
/// <param name="Name">What people call it: the file's name, or <c>llama3.2:3b</c> as Ollama shows it.</param>
/// <param name="Paths">Its GGUF file, or the parts of it in order.</param>
/// <param name="SizeBytes">Of all its files.</param>
/// <param name="Digest">Of its manifest, as Ollama shows it; null for a file of its own.</param>
/// <param name="ModifiedAt">When it came or was changed.</param>
/// <param name="Info">What the file says of itself; null where it could not be read.</param>
public sealed record LocalModel(string Name, IReadOnlyList<string> Paths, long SizeBytes, string? Digest, DateTimeOffset ModifiedAt, ModelInfo? Info)
{
    public ModelSource Source { get; init; }

    /// <summary>It belongs to somebody else and is only used.</summary>
    public bool IsReadOnly { get; init; }

    /// <summary>Settings that came with it, a JSON object with Ollama's names: <c>{"stop":["…"],"num_ctx":4096}</c>.</summary>
    public string? Parameters { get; init; }

    /// <summary>A system message that came with it.</summary>
    public string? System { get; init; }

    /// <summary>A template in Ollama's language that came with it, beside the one in the file.</summary>
    public string? Template { get; init; }

    public string? License { get; init; }

    /// <summary>The part that sees pictures, where one came with it.</summary>
    public string? Projector { get; init; }

    /// <summary>Why it is not offered, for people; null where nothing is wrong.</summary>
    public string? Problem { get; init; }

    /// <summary>It can be loaded and asked for words or vectors.</summary>
    public bool CanAnswer => Problem is null && Info is { Kind: ModelKind.Text or ModelKind.Embedding };

    /// <summary>Nothing about it has changed.</summary>
    internal bool IsSame(LocalModel other) => this with { Paths = other.Paths } == other && Paths.SequenceEqual(other.Paths);
}
