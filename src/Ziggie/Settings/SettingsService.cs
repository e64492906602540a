using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;

namespace Ziggie.Settings;

/// <summary>Holds the configuration in force and swaps it when the file has a good new one.</summary>
internal sealed partial class SettingsService(SettingsResult started, ILogger<SettingsService> log) : ISettings
{
    private volatile SettingsState _state = new(
        started.Settings ?? throw new ArgumentException("Started with errors.", nameof(started)), started, [], []);

    public event Action<ZiggieSettings>? Changed;

    public ZiggieSettings Current => _state.Settings;

    /// <summary>With what the settings page wants to know beside the values.</summary>
    public SettingsState State => _state;

    public SettingSource? DeclaredAt(string keyPath) =>
        _state.Read.Origins.GetValueOrDefault(keyPath) switch
        {
            { Kind: SettingOriginKind.File } origin => new SettingSource(origin.Name, origin.Line),
            { Kind: not SettingOriginKind.Default } origin => new SettingSource(origin.ToString()),
            _ => null,
        };

    /// <summary>Every value in force, one line a leaf.</summary>
    public static List<FlatSetting> Flatten(ZiggieSettings settings)
    {
        var lines = new List<FlatSetting>();
        SettingsCatalog.Root.Flatten(settings, "", lines);
        return lines;
    }

    /// <summary>Takes a newly read configuration, unless it has errors: then the running one stays and the errors are told. Called by one watcher at a time.</summary>
    public void Take(SettingsResult read)
    {
        var running = _state;
        if (read.Settings is null)
        {
            _state = running with { Errors = read.Errors };
            foreach (var error in read.Errors) LogError(error);
            LogKept(read.Errors.Count, read.File ?? SettingsLoader.FileName);
            return;
        }
        var restart = new List<string>();
        var next = SettingsCatalog.Root.KeepRunning(read.Settings, running.Settings, "", restart);
        var changed = Differences(running.Settings, next);
        _state = new SettingsState(next, read, [], restart);
        foreach (var warning in read.Warnings.Except(running.Read.Warnings)) LogWarning(warning);
        foreach (var key in restart.Except(running.NeedRestart)) LogRestart(key);
        if (changed.Count == 0) return;
        LogChanged(string.Join(", ", changed.Take(20)));
        Tell(next);
    }

    private void Tell(ZiggieSettings settings)
    {
        foreach (var handler in Changed?.GetInvocationList() ?? [])
        {
            try
            {
                ((Action<ZiggieSettings>)handler)(settings);
            }
            catch (Exception e)
            {
                LogHandler(e, handler.Method.DeclaringType?.Name ?? "?");
            }
        }
    }

    private static List<string> Differences(ZiggieSettings older, ZiggieSettings newer)
    {
        var before = Flatten(older).ToDictionary(f => f.Path, f => f.Value);
        var after = Flatten(newer).ToDictionary(f => f.Path, f => f.Value);
        return [.. after.Where(a => !before.TryGetValue(a.Key, out var b) || !JsonNode.DeepEquals(a.Value, b)).Select(a => a.Key),
            .. before.Keys.Where(k => !after.ContainsKey(k))];
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Configuration: {Problem}")]
    private partial void LogError(SettingProblem problem);

    [LoggerMessage(Level = LogLevel.Error, Message = "{File} was not taken (errors: {Count}); what was in force before stays.")]
    private partial void LogKept(int count, string file);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Configuration: {Problem}")]
    private partial void LogWarning(SettingProblem problem);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Key} was changed in the configuration; it takes effect when Ziggie is started again.")]
    private partial void LogRestart(string key);

    [LoggerMessage(Level = LogLevel.Information, Message = "Configuration taken up; changed: {Keys}")]
    private partial void LogChanged(string keys);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Type} failed to take up the changed configuration.")]
    private partial void LogHandler(Exception e, string type);
}

/// <summary>What the configuration looks like now.</summary>
/// <param name="Read">The last reading that was taken.</param>
/// <param name="Errors">Why a newer one was not; empty where it was.</param>
/// <param name="NeedRestart">Keys whose value in the file is not in force until a restart.</param>
internal sealed record SettingsState(
    ZiggieSettings Settings,
    SettingsResult Read,
    IReadOnlyList<SettingProblem> Errors,
    IReadOnlyList<string> NeedRestart);
