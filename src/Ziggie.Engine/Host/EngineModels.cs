using Ziggie.Wire;

namespace Ziggie.Engine.Host;

/// <summary>The models that may be asked for: loaded when a request comes, within the memory budget, unloaded when nobody has asked for a while.</summary>
internal sealed class EngineModels(TimeProvider time, IMachineMemory machine, Func<ModelSpec, Action<float>, CancellationToken, LoadedModel> load) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, ModelEntry> _entries = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _loading = new(1, 1);
    private TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Dictionary<string, ModelSpec> _specs = new(StringComparer.Ordinal);
    private long _budget = long.MaxValue;

    public long Budget => Volatile.Read(ref _budget);

    /// <summary>Takes over what there is now. A model that is gone or runs otherwise now is unloaded as soon as it is idle.</summary>
    public void Setup(EngineSetup setup)
    {
        lock (_lock)
        {
            _specs = setup.Models.ToDictionary(m => m.Name, StringComparer.Ordinal);
            _budget = setup.MemoryBudget ?? machine.Total * 9 / 10;
            foreach (var entry in _entries.Values)
                if (!_specs.TryGetValue(entry.Spec.Name, out var spec) || !ModelEntry.RunsAlike(spec, entry.Spec)) entry.IsStale = true;
        }
        UnloadExpired();
    }

    public IReadOnlyList<ModelState> States()
    {
        lock (_lock) return [.. _entries.Values.Select(e => e.State())];
    }

    /// <summary>The model, loaded; it stays while the lease lives.</summary>
    /// <param name="keepAlive">How long it stays afterwards; null is the model's own. Negative: for good.</param>
    /// <exception cref="EngineException">There is no such model, it does not fit, or it cannot be loaded.</exception>
    public async Task<ModelLease> TakeAsync(string name, TimeSpan? keepAlive, CancellationToken cancel)
    {
        if (Use(name, keepAlive) is { } there) return await LeaseAsync(there, cancel);
        // One load at a time: two at once would both count on the same memory.
        await _loading.WaitAsync(cancel);
        try
        {
            if (Use(name, keepAlive) is { } meanwhile) return await LeaseAsync(meanwhile, cancel);
            var spec = Spec(name);
            await MakeRoomAsync(spec, cancel);
            var entry = new ModelEntry(spec, time, (progress, stop) => load(spec, progress, stop), UnloadExpired);
            ModelEntry? before;
            lock (_lock)
            {
                _entries.Remove(name, out before);
                _entries[name] = entry;
                entry.Enter(keepAlive);
            }
            before?.Dispose();
            entry.Start();
            return await LeaseAsync(entry, cancel);
        }
        finally
        {
            _loading.Release();
        }
    }

    /// <summary>Unloads as soon as nobody uses it.</summary>
    /// <returns>False where it was not loaded.</returns>
    public bool Unload(string name)
    {
        lock (_lock)
        {
            if (!_entries.TryGetValue(name, out var entry)) return false;
            entry.IsStale = true;
        }
        UnloadExpired();
        return true;
    }

    public void Dispose()
    {
        List<ModelEntry> all;
        lock (_lock)
        {
            all = [.. _entries.Values];
            _entries.Clear();
        }
        foreach (var entry in all) entry.Dispose();
        _loading.Dispose();
    }

    private async Task<ModelLease> LeaseAsync(ModelEntry entry, CancellationToken cancel)
    {
        try
        {
            var before = time.GetTimestamp();
            var waits = !entry.Loaded.IsCompleted;
            var model = await entry.Loaded.WaitAsync(cancel);
            return new ModelLease(model, waits ? time.GetElapsedTime(before) : TimeSpan.Zero, () => Leave(entry));
        }
        catch
        {
            Leave(entry);
            throw;
        }
    }

    private void Leave(ModelEntry entry)
    {
        lock (_lock) entry.Leave();
        UnloadExpired();
    }

    /// <summary>The entry, entered, where it is loaded or loading.</summary>
    private ModelEntry? Use(string name, TimeSpan? keepAlive)
    {
        lock (_lock)
        {
            if (!_entries.TryGetValue(name, out var entry) || entry.IsUnwanted || entry.IsStale && entry.Users == 0) return null;
            entry.Enter(keepAlive);
            return entry;
        }
    }

    private ModelSpec Spec(string name)
    {
        lock (_lock)
        {
            return _specs.GetValueOrDefault(name)
                ?? throw new EngineException("model_not_found", $"There is no model \"{name}\" in the models folder.") { Kind = ErrorKind.NotFound, Param = "model" };
        }
    }

    private async Task MakeRoomAsync(ModelSpec spec, CancellationToken cancel)
    {
        while (true)
        {
            Task released;
            List<ModelEntry> leaving;
            lock (_lock)
            {
                var (answer, unload) = Room.Make(spec.Memory, _budget, [.. _entries.Values.Select(e => e.Tenant())]);
                if (answer == RoomAnswer.TooLarge)
                {
                    throw new EngineException("model_too_large", $"\"{spec.Name}\" needs about {Sizes.Of(spec.Memory)} of memory, but the engine may use {Sizes.Of(_budget)}. Take a smaller quantisation, lower its context or slots, or raise engine.memory.")
                    { Kind = ErrorKind.BadRequest, Param = "model" };
                }
                leaving = [.. unload.Select(n => _entries[n])];
                foreach (var entry in leaving) _entries.Remove(entry.Spec.Name);
                released = _released.Task;
                if (answer == RoomAnswer.Load && leaving.Count == 0)
                {
                    RefuseWithoutMemory(spec);
                    return;
                }
            }
            if (leaving.Count == 0) await released.WaitAsync(cancel);
            foreach (var entry in leaving) await Task.Run(entry.Dispose, CancellationToken.None);
        }
    }

    /// <summary>Other programs may have taken what the budget counts on.</summary>
    private void RefuseWithoutMemory(ModelSpec spec)
    {
        if (machine.Available is not { } available || spec.Memory <= available) return;
        throw new EngineException("model_memory", $"\"{spec.Name}\" needs about {Sizes.Of(spec.Memory)} of memory, but only {Sizes.Of(available)} are free now. Close other programs, take a smaller quantisation, or lower its context or slots.")
        { Kind = ErrorKind.BadRequest, Param = "model" };
    }

    private void UnloadExpired()
    {
        List<ModelEntry> leaving;
        lock (_lock)
        {
            leaving = [.. _entries.Values.Where(e => e.MayGo())];
            foreach (var entry in leaving) _entries.Remove(entry.Spec.Name);
            _released.TrySetResult();
            _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
        foreach (var entry in leaving) Task.Run(entry.Dispose, CancellationToken.None);
    }
}

/// <summary>The use of a loaded model by one request.</summary>
/// <param name="waited">How long it was waited for.</param>
internal sealed class ModelLease(LoadedModel model, TimeSpan waited, Action leave) : IDisposable
{
    private Action? _leave = leave;

    public LoadedModel Model => model;
    public TimeSpan Waited => waited;

    public void Dispose() => Interlocked.Exchange(ref _leave, null)?.Invoke();
}
