using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Ziggie.Models.Library;
using Ziggie.Models.Pulls.Running;
using Ziggie.Models.Pulls.Sources;
using Ziggie.Models.Pulls.Transfer;
using Ziggie.Settings;

namespace Ziggie.Models.Pulls;

/// <summary>Pulls models onto this machine's disk: a few at a time, the others in a queue, one model by one pull however many ask for it.</summary>
internal sealed partial class PullService : IDisposable
{
    private readonly ISettings _settings;
    private readonly ModelFolder _folder;
    private readonly PullOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<PullService> _log;
    private readonly RegistryPull _fromRegistry;
    private readonly UrlPull _fromUrl;
    private readonly StoreSweep _sweep;
    private readonly ModelLibrary _library;
    private readonly CancellationTokenRegistration _stopping;
    private readonly SemaphoreSlim _slots;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Pull> _current = new(StringComparer.OrdinalIgnoreCase);
    private readonly LinkedList<Pull> _ended = [];

    public PullService(ISettings settings, ModelFolder folder, ModelLibrary library, PullHttp http, DiskSpace space, BlobUse use, StoreSweep sweep, PullOptions options, TimeProvider time, IHostApplicationLifetime lifetime, ILogger<PullService> log)
    {
        (_settings, _folder, _library, _options, _time, _log, _sweep) = (settings, folder, library, options, time, log, sweep);
        library.DeleteBlobs = use.Delete;
        var retries = new Retries.Options(options, time);
        var fetcher = new Fetcher(retries, space);
        _fromRegistry = new RegistryPull(http, retries, fetcher, space, use, sweep);
        _fromUrl = new UrlPull(http, fetcher);
        _slots = new SemaphoreSlim(options.Running);
        // At once, so that those who watch get to know and their connections end.
        _stopping = lifetime.ApplicationStopping.Register(() =>
        {
            foreach (var pull in Current()) pull.Stop("Ziggie stops. What has come is kept: pull again to go on.");
        });
    }

    /// <summary>What a pull would be of.</summary>
    /// <exception cref="PullException">It is neither a name nor an address.</exception>
    public PullSource Read(string model, string? sha256 = null, string? name = null) => PullSource.Parse(model, sha256, name, _settings.Current.Models);

    /// <summary>Begins a pull, or joins the one that runs.</summary>
    /// <param name="model">A registry's name, or the address of a .gguf file.</param>
    /// <param name="sha256">What the file at an address must hash to.</param>
    /// <param name="name">What to call the file of an address here.</param>
    /// <exception cref="PullException">It cannot begin.</exception>
    public async Task<WatchedPull> StartAsync(string model, string? sha256, string? name, CancellationToken cancel)
    {
        var source = Read(model, sha256, name);
        while (true)
        {
            Pull pull;
            lock (_lock)
            {
                if (!_current.TryGetValue(source.Target, out pull!)) return Begin(source);
                if (pull.Source != source) throw new PullException(PullFault.Conflict, $"{source.Name} is being pulled from elsewhere already ({pull.Source.Origin}). Wait for it, stop it, or give this one another name.");
                if (pull.TryWatch() is { } watch) return new WatchedPull(pull, watch, Joined: true);
            }
            // It has just been stopped: begin anew when it has let go.
            await pull.Completion.WaitAsync(cancel);
        }
    }

    /// <summary>Running and waiting ones, then those that have ended, newest first.</summary>
    public IReadOnlyList<Pull> All()
    {
        lock (_lock) return [.. _current.Values.OrderByDescending(p => p.Started), .. _ended];
    }

    /// <summary>False where there is no such pull, or it is over.</summary>
    public bool Stop(string id, string reason)
    {
        var pull = Current().FirstOrDefault(p => p.Id == id);
        pull?.Stop(reason);
        return pull is not null;
    }

    public void Dispose()
    {
        _stopping.Dispose();
        foreach (var pull in Current()) pull.Stop("Ziggie stops.");
    }

    private List<Pull> Current()
    {
        lock (_lock) return [.. _current.Values];
    }

    private WatchedPull Begin(PullSource source)
    {
        if (_current.Count >= _options.Running + _options.Waiting) throw new PullException(PullFault.Busy, $"{_options.Waiting} pulls wait already; try again when some are done.");
        var pull = new Pull(Guid.CreateVersion7(_time.GetUtcNow()).ToString("N"), source, _time, _options.TellEvery);
        var watch = pull.TryWatch()!;
        _current[source.Target] = pull;
        _ = Task.Run(() => RunAsync(pull), CancellationToken.None);
        return new WatchedPull(pull, watch, Joined: false);
    }

    private async Task RunAsync(Pull pull)
    {
        PullException? failure = null;
        try
        {
            await InTurnAsync(pull);
        }
        catch (OperationCanceledException) when (pull.Stopping.IsCancellationRequested)
        {
            failure = new PullException(PullFault.Cancelled, pull.StopReason ?? "Stopped.");
        }
        catch (PullException e)
        {
            failure = e;
        }
        catch (Exception e) when (DiskFaults.IsDisk(e))
        {
            failure = DiskFaults.Of(e, _folder.Current.Root);
        }
        catch (Exception e)
        {
            LogFault(e, pull.Source.Name);
            failure = new PullException(PullFault.Source, $"The pull failed: {e.Message}", e);
        }
        lock (_lock)
        {
            _current.Remove(pull.Source.Target);
            _ended.AddFirst(pull);
            if (_ended.Count > _options.Remembered) _ended.RemoveLast();
        }
        if (failure is null) LogPulled(pull.Source.Name);
        else LogFailed(pull.Source.Name, failure.Message);
        pull.End(failure);
    }

    private async Task InTurnAsync(Pull pull)
    {
        if (_slots.CurrentCount == 0) pull.Begin("waiting for other pulls");
        await _slots.WaitAsync(pull.Stopping);
        try
        {
            pull.Run();
            var store = _folder.Current;
            store.Prepare();
            _sweep.Forgotten(store);
            await (pull.Source switch
            {
                RegistrySource registry => _fromRegistry.RunAsync(pull, registry, store, pull.Stopping),
                UrlSource url => _fromUrl.RunAsync(pull, url, store, pull.Stopping),
                _ => throw new InvalidOperationException(),
            });
            // Who is told of the end finds the model.
            await _library.RefreshAsync(pull.Source is UrlSource file ? Path.GetFullPath(store.File(file.File)) : null, CancellationToken.None);
        }
        finally
        {
            _slots.Release();
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Pulled {Model}")]
    private partial void LogPulled(string model);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Model} was not pulled: {Reason}")]
    private partial void LogFailed(string model, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Pulling {Model} failed by a fault")]
    private partial void LogFault(Exception e, string model);
}

/// <summary>A pull and the caller's stake in it: the last who disposes of theirs stops it.</summary>
internal sealed record WatchedPull(Pull Pull, IDisposable Watch, bool Joined) : IDisposable
{
    public void Dispose() => Watch.Dispose();
}
