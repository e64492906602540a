namespace Ziggie.Engine.Host;

/// <summary>A model that is loading or loaded, and who uses it. Guarded by its owner's lock, but for loading and disposing.</summary>
internal sealed class ModelEntry : IDisposable
{
    private readonly TimeProvider _time;
    private readonly Func<Action<float>, CancellationToken, LoadedModel> _load;
    private readonly CancellationTokenSource _unwanted = new();
    private readonly TaskCompletionSource<LoadedModel> _loaded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ITimer _expiry;
    private TimeSpan _keepAlive;
    private DateTimeOffset _lastUse;
    private float _progress;

    public ModelEntry(ModelSpec spec, TimeProvider time, Func<Action<float>, CancellationToken, LoadedModel> load, Action expired)
    {
        (Spec, _time, _load, _lastUse) = (spec, time, load, time.GetUtcNow());
        _keepAlive = TimeSpan.FromSeconds(spec.KeepAliveSeconds);
        _expiry = time.CreateTimer(_ => expired(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public ModelSpec Spec { get; }
    public Task<LoadedModel> Loaded => _loaded.Task;
    public int Users { get; private set; }

    /// <summary>To be unloaded as soon as nobody uses it.</summary>
    public bool IsStale { get; set; }

    /// <summary>Everybody who waited for its load has gone.</summary>
    public bool IsUnwanted => _unwanted.IsCancellationRequested;

    /// <summary>Whether a model that runs by one description need not be loaded again for the other.</summary>
    public static bool RunsAlike(ModelSpec one, ModelSpec other) =>
        one.Paths.SequenceEqual(other.Paths) && one with { Paths = other.Paths, KeepAliveSeconds = other.KeepAliveSeconds, Memory = other.Memory } == other;

    public void Start() => _ = Task.Factory.StartNew(Load, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    public void Enter(TimeSpan? keepAlive)
    {
        Users++;
        _lastUse = _time.GetUtcNow();
        if (keepAlive is { } asked) _keepAlive = asked;
    }

    public void Leave()
    {
        Users--;
        _lastUse = _time.GetUtcNow();
        if (Users > 0) return;
        // Nobody waits for it any more: the load ends too.
        if (!_loaded.Task.IsCompleted) _unwanted.Cancel();
        else if (_keepAlive > TimeSpan.Zero) _expiry.Change(_keepAlive, Timeout.InfiniteTimeSpan);
    }

    public bool MayGo() => Users == 0 && (IsStale || _loaded.Task.IsFaulted || _loaded.Task.IsCanceled || IsUnwanted || ExpiresAt() <= _time.GetUtcNow());

    public Tenant Tenant() => new(Spec.Name, Spec.Memory, Users, _lastUse, _keepAlive < TimeSpan.Zero);

    public ModelState State()
    {
        var loaded = _loaded.Task.IsCompletedSuccessfully ? _loaded.Task.GetAwaiter().GetResult() : null;
        var runner = loaded?.Runner;
        return new(
            Spec.Name,
            loaded is null ? "loading" : IsStale ? "unloading" : "loaded",
            Spec.Memory, runner?.Context ?? Spec.Context, runner?.Slots ?? Spec.Slots,
            runner?.Running ?? 0, Math.Max(0, Users - (runner?.Running ?? 0)),
            Math.Round(runner?.Speed.Now ?? 0, 1), loaded?.GpuShare ?? 0, loaded is null ? Volatile.Read(ref _progress) : 1,
            ExpiresAt());
    }

    public void Dispose()
    {
        _unwanted.Cancel();
        _expiry.Dispose();
        // One that is still loading goes as soon as it is there.
        _loaded.Task.ContinueWith(static t => t.GetAwaiter().GetResult().Dispose(), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion | TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private DateTimeOffset? ExpiresAt() => _keepAlive < TimeSpan.Zero ? null : (Users > 0 ? _time.GetUtcNow() : _lastUse) + _keepAlive;

    private void Load()
    {
        try
        {
            var model = _load(share => Volatile.Write(ref _progress, share), _unwanted.Token);
            _loaded.TrySetResult(model);
        }
        catch (OperationCanceledException)
        {
            _loaded.TrySetCanceled(CancellationToken.None);
        }
        catch (Exception e)
        {
            _loaded.TrySetException(e is EngineException ? e : new EngineException("model.load", $"The model could not be loaded: {e.Message}", e) { Kind = Wire.ErrorKind.BadRequest, Param = "model" });
        }
    }
}
