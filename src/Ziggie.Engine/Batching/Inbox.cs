using Ziggie.Engine.Native;

namespace Ziggie.Engine.Batching;

/// <summary>What other threads tell the runner's: new generations, cancelled ones, the end.</summary>
internal sealed class Inbox(LlamaContext context) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Queue<Generation> _waiting = new();
    private readonly SemaphoreSlim _news = new(0);
    private readonly List<(Generation Generation, int Tokens)> _computing = [];
    private bool _closed;

    public void Add(Generation generation)
    {
        lock (_lock)
        {
            if (_closed) throw new EngineException("model.unloaded", "The model is being unloaded; send the request again.");
            _waiting.Enqueue(generation);
        }
        _news.Release();
    }

    public void Cancel(Generation generation)
    {
        lock (_lock)
        {
            generation.MarkCancelled();
            // Where most of what is computed is for nobody, the step is not waited for.
            var wasted = 0;
            var all = 0;
            foreach (var (computed, tokens) in _computing)
            {
                all += tokens;
                if (computed.IsCancelled) wasted += tokens;
            }
            if (wasted > 0 && wasted * 2 >= all) context.Abort();
        }
        _news.Release();
    }

    public void Close()
    {
        lock (_lock)
        {
            _closed = true;
            context.Abort();
        }
        _news.Release();
    }

    /// <summary>Where the runner is idle, waits for news; <see cref="Close"/> is news too.</summary>
    /// <returns>False at the end.</returns>
    public bool Wait(bool idle)
    {
        if (idle && First() is null && !_closed) _news.Wait();
        while (_news.CurrentCount > 0 && _news.Wait(0))
        {
            // One look takes up all that came.
        }
        lock (_lock) return !_closed;
    }

    public Generation? First()
    {
        lock (_lock) return _waiting.TryPeek(out var first) ? first : null;
    }

    public void TakeFirst()
    {
        lock (_lock) _waiting.Dequeue();
    }

    public IReadOnlyList<Generation> Rest()
    {
        lock (_lock) return [.. _waiting];
    }

    /// <summary>For whom the next batch is computed.</summary>
    public void Computing(IReadOnlyList<Slot> slots)
    {
        lock (_lock)
        {
            foreach (var slot in slots)
                if (slot.Generation is { } generation && slot.Reading > 0) _computing.Add((generation, slot.Reading));
            if (_closed) context.Abort();
        }
    }

    public void Computed()
    {
        lock (_lock)
        {
            _computing.Clear();
            // Whoever aborts does so under the lock and only while something is computed.
            context.Resume();
        }
    }

    public void Dispose() => _news.Dispose();
}
