using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Ziggie.Backends;
using Ziggie.Backends.Upstream;
using Ziggie.Engine.Host;
using Ziggie.Feeds;
using Ziggie.Models.Library;
using Ziggie.Settings;

namespace Ziggie.Models.Engine;

/// <summary>
/// Ziggie's own engine: offers the models on disk, starts the engine's process when there are some, tells it of models and settings,
/// and starts it again when it ended by itself.
/// </summary>
internal sealed partial class EngineService(
    ISettings settings,
    ModelLibrary library,
    EngineBuild build,
    EngineSocket socket,
    IFeeds feeds,
    TimeProvider time,
    ILogger<EngineService> log) : IEngine, IHostedService, IAsyncDisposable
{
    /// <summary>Watchers of it are told what <see cref="View"/> would say.</summary>
    public const string Topic = "engine";

    private static readonly TimeSpan s_lookEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_tryAgain = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _one = new(1, 1);
    private readonly CancellationTokenSource _stop = new();
    private readonly RestartPace _pace = new(time);
    private readonly EngineShown _shown = new(settings, library, build, feeds);
    private Task _watching = Task.CompletedTask;
    private int _isKeptUp;
    private EngineRun? _run;
    private EngineSetup _setup = new() { Models = [] };
    private EngineState? _state;

    public EngineOffer Offer => _shown.Offer;

    /// <summary>What the process said last; null while it does not run.</summary>
    public EngineState? State => Volatile.Read(ref _state);

    /// <summary>Of its process; null while it does not run.</summary>
    public int? ProcessId => Volatile.Read(ref _run) is { Process.Ended.IsCompleted: false } run ? run.Process.Id : null;

    private bool IsRunning => ProcessId is not null;

    public event Action? Changed { add => _shown.Changed += value; remove => _shown.Changed -= value; }

    public EngineView View() => _shown.View(State, ProcessId);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        settings.Changed += OnSettingsChanged;
        library.Changed += OnLibraryChanged;
        build.Changed += Refresh;
        Refresh();
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        settings.Changed -= OnSettingsChanged;
        library.Changed -= OnLibraryChanged;
        build.Changed -= Refresh;
        await _stop.CancelAsync();
        await _one.WaitAsync(CancellationToken.None);
        try
        {
            await EndAsync();
        }
        finally
        {
            _one.Release();
        }
    }

    public ValueTask<string> SocketAsync(CancellationToken cancel) =>
        Volatile.Read(ref _run) is { Process.Ended.IsCompleted: false } run && ReferenceEquals(run.Told, _setup) ? new(run.Process.Socket) : new(EnsureAsync(cancel));

    public async Task<string> NewSocketAsync(CancellationToken cancel)
    {
        if (Volatile.Read(ref _run) is { } run)
        {
            await Task.WhenAny(run.Process.Ended, Task.Delay(s_lookEvery, time, cancel));
            if (!run.Process.Ended.IsCompleted) await EndAsync(run, cancel);
        }
        return await EnsureAsync(cancel);
    }

    /// <summary>Unloads a model as soon as nobody uses it.</summary>
    public async Task UnloadAsync(string model, CancellationToken cancel)
    {
        if (Volatile.Read(ref _run) is not { } run) return;
        try
        {
            Saw(await run.Client.UnloadAsync(model, cancel));
        }
        catch (HttpRequestException)
        {
            // The process has ended, and its models with it.
        }
    }

    public async Task LoadAsync(string model, TimeSpan? keepAlive, CancellationToken cancel) => Saw(await AskAsync(c => c.LoadAsync(model, keepAlive, cancel), cancel));

    public Task<int> CountAsync(ReadOnlyMemory<byte> chat, CancellationToken cancel) => AskAsync(c => c.CountAsync(chat, cancel), cancel);

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        _one.Dispose();
        _stop.Dispose();
    }

    private void OnSettingsChanged(ZiggieSettings _) => Refresh();

    private void OnLibraryChanged(IReadOnlyList<LocalModel> _) => Refresh();

    /// <summary>Makes the offer anew. A process that runs is told at once.</summary>
    private void Refresh()
    {
        var now = settings.Current.Engine;
        var models = now.Enabled ? library.Current.Where(m => m.CanAnswer).ToList() : [];
        if (models.Count > 0) build.Want();
        var setup = new EngineSetup { Models = [.. models.Select(m => EnginePlan.Of(m, now, Memory(now)))], MemoryBudget = now.Memory };
        if (!EngineSetups.Same(setup, _setup)) Volatile.Write(ref _setup, setup);
        Show();
        if (IsRunning) _ = TellAsync();
        else if (models.Count > 0) _ = KeepUpAsync();
    }

    private void Show() => _shown.Renew(Volatile.Read(ref _setup), State, ProcessId, IsRunning ? null : _pace.Trouble);

    /// <summary>What one model may take at most.</summary>
    private static long Memory(EngineSettings now) => now.Memory ?? GC.GetGCMemoryInfo().TotalAvailableMemoryBytes * 9 / 10;

    private async Task TellAsync()
    {
        try
        {
            await EnsureAsync(_stop.Token);
        }
        catch (Exception e) when (e is UpstreamException or OperationCanceledException)
        {
            // The next request tries again, and tells its caller.
        }
    }

    /// <summary>Started before it is needed, so that a first request waits for its model alone; tried again where that fails, since what it needs may come.</summary>
    private async Task KeepUpAsync()
    {
        if (Interlocked.Exchange(ref _isKeptUp, 1) != 0) return;
        try
        {
            while (Volatile.Read(ref _setup).Models.Count > 0 && !await TryStartAsync())
            {
                Show();
                await Task.Delay(_pace.Wait() ?? s_tryAgain, time, _stop.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // Ziggie ends.
        }
        finally
        {
            Volatile.Write(ref _isKeptUp, 0);
        }
        // It may have ended again before anybody else was let in.
        if (!_stop.IsCancellationRequested && Volatile.Read(ref _setup).Models.Count > 0 && !IsRunning) _ = KeepUpAsync();
    }

    private async Task<bool> TryStartAsync()
    {
        build.Want();
        if (build.Folder is null) return false;
        try
        {
            await EnsureAsync(_stop.Token);
            return true;
        }
        catch (UpstreamException)
        {
            return false;
        }
    }

    private async Task<T> AskAsync<T>(Func<EngineClient, Task<T>> ask, CancellationToken cancel)
    {
        await EnsureAsync(cancel);
        try
        {
            return await ask(_run?.Client ?? throw new UpstreamException(UpstreamFailure.Dropped, "the engine's process has ended"));
        }
        catch (HttpRequestException e)
        {
            throw new UpstreamException(UpstreamFailure.Dropped, "the engine's process ended before it answered", e);
        }
    }

    private async Task<string> EnsureAsync(CancellationToken cancel)
    {
        await _one.WaitAsync(cancel);
        try
        {
            _stop.Token.ThrowIfCancellationRequested();
            if (_run is { Process.Ended.IsCompleted: true }) await EndAsync();
            _run ??= await StartProcessAsync(cancel);
            var setup = Volatile.Read(ref _setup);
            if (!ReferenceEquals(_run.Told, setup))
            {
                Saw(await _run.Client.SetupAsync(setup, cancel));
                _run = _run with { Told = setup };
            }
            return _run.Process.Socket;
        }
        catch (EngineStartException e)
        {
            throw new UpstreamException(UpstreamFailure.Refused, e.Message, e);
        }
        catch (HttpRequestException e)
        {
            throw new UpstreamException(UpstreamFailure.Dropped, "the engine's process ended while it was told of its models", e);
        }
        finally
        {
            _one.Release();
        }
    }

    private async Task<EngineRun> StartProcessAsync(CancellationToken cancel)
    {
        // A short pause is waited for; a longer one is told.
        while (_pace.Wait() is { } pause)
        {
            if (pause > s_patience) throw new EngineStartException("engine.restarting", $"The engine's process ended by itself {_pace.Failures} times in a row; it is tried again in {Math.Ceiling(pause.TotalSeconds):0} s. {_pace.Trouble?.Message}");
            await Task.Delay(pause, time, cancel);
        }
        var libraries = build.Folder ?? throw new EngineStartException(build.Problem?.Code ?? "engine.library", build.Problem?.Message ?? "llama.cpp's libraries are not here yet.");
        EngineProcess process;
        try
        {
            process = await EngineProcess.StartAsync(EngineProgramPath.Find(), socket.Path(), libraries, time, log, cancel);
        }
        catch (EngineStartException e)
        {
            _pace.Failed(e.Code, e.Message, cameUp: false);
            Show();
            throw;
        }
        LogStarted(log, process.Id);
        _pace.Started();
        var run = new EngineRun(process, new EngineClient(process.Socket), null);
        _watching = WatchAsync(run);
        return run;
    }

    /// <summary>Says when the process ends by itself, and starts it again.</summary>
    private async Task WatchAsync(EngineRun run)
    {
        if (!await run.WatchAsync(Saw, () => StopIdleAsync(run), time, _stop.Token)) return;
        _pace.Failed("engine.crashed", CrashText.Of(run.Process.ExitText(), run.Process.LastWords(), State), cameUp: true);
        LogEnded(log, run.Process.ExitText(), run.Process.LastWords());
        Volatile.Write(ref _state, null);
        Show();
        _ = KeepUpAsync();
    }

    /// <summary>A process without models gives its memory back.</summary>
    private async Task<bool> StopIdleAsync(EngineRun run)
    {
        await _one.WaitAsync(_stop.Token);
        try
        {
            if (!ReferenceEquals(run.Process, _run?.Process) || State is not { Models.Count: 0 }) return false;
            await EndAsync();
            return true;
        }
        finally
        {
            _one.Release();
        }
    }

    private async Task EndAsync(EngineRun broken, CancellationToken cancel)
    {
        await _one.WaitAsync(cancel);
        try
        {
            if (ReferenceEquals(broken.Process, _run?.Process)) await EndAsync();
        }
        finally
        {
            _one.Release();
        }
    }

    private void Saw(EngineState state)
    {
        Volatile.Write(ref _state, state);
        if (state.Models.Any(m => m.State == "loaded")) _pace.Worked();
        Show();
    }

    private async Task EndAsync()
    {
        if (_run is not { } run) return;
        _run = null;
        Volatile.Write(ref _state, null);
        run.Client.Dispose();
        await run.Process.DisposeAsync();
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The engine's process {Pid} has started")]
    private static partial void LogStarted(ILogger log, int pid);

    [LoggerMessage(Level = LogLevel.Error, Message = "The engine's process {Exit}. It said last: {Lines}")]
    private static partial void LogEnded(ILogger log, string exit, string lines);
}
