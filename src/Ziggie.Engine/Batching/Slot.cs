using System.Runtime.InteropServices;
using Ziggie.Engine.Sampling;

namespace Ziggie.Engine.Batching;

/// <summary>One sequence of a context: what it has read, and the generation that it serves.</summary>
internal sealed class Slot(int sequence)
{
    private readonly List<int> _tokens = [];

    public int Sequence => sequence;

    /// <summary>What the context remembers for this sequence.</summary>
    public ReadOnlySpan<int> Tokens => CollectionsMarshal.AsSpan(_tokens);

    public int Count => _tokens.Count;

    /// <summary>Grows with each use, for picking the one unused for longest.</summary>
    public long LastUse { get; set; }

    public Generation? Generation { get; private set; }
    public Sampler? Sampler { get; private set; }

    /// <summary>Prompt tokens that were remembered when the generation began.</summary>
    public int Cached { get; private set; }

    /// <summary>The token to be read next by a generation past its prompt.</summary>
    public int Next { get; set; }
    public int Generated { get; set; }

    /// <summary>Tokens in the batch that is being computed: a part of the prompt, or the next one.</summary>
    public int Reading { get; set; }

    /// <summary>Timestamps: taken up, first token chosen.</summary>
    public long StartedAt { get; set; }
    public long FirstTokenAt { get; set; }

    public bool IsBusy => Generation is not null;

    /// <summary>Prompt tokens that are still to be read.</summary>
    public int PromptLeft => Generation is null || Generated > 0 ? 0 : Generation.Prompt.Length - _tokens.Count;

    /// <summary>Prompt tokens that were not remembered when the generation began.</summary>
    public int Unread => Generation is null ? 0 : Generation.Prompt.Length - Cached;

    public void Begin(Generation generation, Sampler sampler, int cached, long now)
    {
        Truncate(cached);
        (Generation, Sampler, Cached, StartedAt) = (generation, sampler, cached, now);
        (Generated, Reading, FirstTokenAt) = (0, 0, 0);
    }

    public void End()
    {
        Sampler?.Dispose();
        (Generation, Sampler) = (null, null);
    }

    public void Read(int token) => _tokens.Add(token);

    public void Truncate(int count)
    {
        if (count < _tokens.Count) _tokens.RemoveRange(count, _tokens.Count - count);
    }

    public void TakeOver(Slot other)
    {
        _tokens.Clear();
        _tokens.AddRange(other.Tokens);
    }

    /// <summary>How many tokens from the beginning are the same.</summary>
    public int CommonPrefix(ReadOnlySpan<int> prompt) => MemoryExtensions.CommonPrefixLength(Tokens, prompt);
}
