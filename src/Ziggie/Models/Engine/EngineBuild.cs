using System.Collections;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Ziggie.Backends;
using Ziggie.Engine.Libraries;
using Ziggie.Settings;

namespace Ziggie.Models.Engine;

/// <summary>llama.cpp's libraries: found, or brought once there is a model to run.</summary>
internal sealed partial class EngineBuild(ISettings settings, DataDirectory data, TimeProvider time, ILogger<EngineBuild> log) : IHostedService, IDisposable
{
    private static readonly TimeSpan s_again = TimeSpan.FromMinutes(10);

    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _stop = new();
    private EngineLibraries? _found;
    private BackendReason? _problem;
    private Task _installing = Task.CompletedTask;
    private DateTimeOffset _triedAt = DateTimeOffset.MinValue;
    private string? _lookedAt;

    /// <summary>The folder to load from; null while there is none.</summary>
    public string? Folder
    {
        get
        {
            lock (_lock) return _found?.Folder;
        }
    }

    /// <summary>llama.cpp's release with what it computes on; null while there is none.</summary>
    public string? Version
    {
        get
        {
            lock (_lock) return _found is null ? null : $"llama.cpp {(_found.Version ?? EngineRelease.Version).TrimStart('v')}{(_found.Variant == EngineVariant.Cpu ? "" : $" {_found.Variant.Word()}")}";
        }
    }

    /// <summary>Why there is none.</summary>
    public BackendReason? Problem
    {
        get
        {
            lock (_lock) return _problem;
        }
    }

    /// <summary>Another folder, or another problem; on a background thread.</summary>
    public event Action? Changed;

    /// <summary>There is something to run: looks for the libraries and, where they are missing, begins to bring them.</summary>
    public void Want()
    {
        lock (_lock)
        {
            var path = settings.Current.Engine.LibraryPath;
            if (_found is not null && path == _lookedAt || !_installing.IsCompleted) return;
            var search = EngineFinder.Find(Places(path));
            (_found, _lookedAt) = (search.Libraries, path);
            _problem = search.Problem is null ? null : new BackendReason("engine.library", search.Problem);
            if (_found is not null || path is not null || time.GetUtcNow() - _triedAt < s_again) return;
            _triedAt = time.GetUtcNow();
            _problem = new BackendReason("engine.installing", "llama.cpp's libraries are being fetched with npm (about 30 MB, once); models answer as soon as they are here.");
            _installing = Task.Run(() => InstallAsync(_stop.Token), CancellationToken.None);
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();
        await _installing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose() => _stop.Dispose();

    private EnginePlaces Places(string? path) => new(path, AppContext.BaseDirectory, data.Path);

    private async Task InstallAsync(CancellationToken cancel)
    {
        BackendReason? problem = null;
        EngineLibraries? found = null;
        try
        {
            LogFetching(log);
            var environment = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToDictionary(e => (string)e.Key, e => (string?)e.Value ?? "");
            found = (await new EngineInstaller(new EngineInstall { Places = Places(null), Environment = environment, Time = time }).InstallAsync(EngineVariant.Cpu, null, cancel)).Libraries;
            LogFetched(log, found.Folder);
        }
        catch (EngineInstallException e)
        {
            problem = new BackendReason("engine.library", $"llama.cpp's libraries could not be fetched: {e.Message} Try again with: ziggie engine install");
            LogFailed(log, e.Message);
        }
        catch (OperationCanceledException)
        {
            return;
        }
        lock (_lock) (_found, _problem) = (found, problem);
        Changed?.Invoke();
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "There are models to run: fetching llama.cpp's libraries with npm, once")]
    private static partial void LogFetching(ILogger log);

    [LoggerMessage(Level = LogLevel.Information, Message = "llama.cpp's libraries are in {Folder}")]
    private static partial void LogFetched(ILogger log, string folder);

    [LoggerMessage(Level = LogLevel.Warning, Message = "llama.cpp's libraries could not be fetched: {Reason}")]
    private static partial void LogFailed(ILogger log, string reason);
}
