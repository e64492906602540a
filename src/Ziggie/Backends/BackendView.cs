using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using Ziggie.Http;
using Ziggie.Settings;

namespace Ziggie.Backends;

/// <summary>A backend as the API shows it; its key is never shown.</summary>
/// <param name="Status">online, degraded, offline or unknown.</param>
/// <param name="Source">file, api, discovered or builtin.</param>
/// <param name="DeclaredAt">Line of ziggie.yaml, or environment variable, that declares it; such a backend is changed there.</param>
internal sealed record BackendView(
    string Name,
    string Type,
    string Url,
    string Status,
    string? Version,
    double? LatencyMs,
    IReadOnlyList<string> Models,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] BackendReason? Reason,
    int MaxConcurrency,
    int MaxQueue,
    int InFlight,
    int Queued,
    int Priority,
    IReadOnlyList<string> Roles,
    bool HasApiKey,
    bool Simulated,
    string Source,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] SettingSource? DeclaredAt);

/// <summary>What a look at a backend saw.</summary>
internal sealed record BackendTest(bool Ok, string Status, string? Version, double? LatencyMs, IReadOnlyList<string> Models, BackendReason? Reason)
{
    public static BackendTest Of(BackendState state) => new(
        state.Status is BackendStatus.Online or BackendStatus.Degraded,
        BackendViews.Word(state.Status),
        state.Version,
        state.LatencyMs < 0 ? null : state.LatencyMs,
        state.Status == BackendStatus.Offline ? [] : [.. state.Models.Select(m => m.Name)],
        state.Reason);
}

/// <summary>How busy a backend is; told by whoever admits requests.</summary>
public interface IBackendLoad
{
    (int Running, int Waiting) Of(Backend backend);
}

/// <summary>Makes views of backends.</summary>
internal sealed class BackendViews(ISettings settings, IBackendLoad load)
{
    public BackendView Of(Backend backend)
    {
        var state = backend.State;
        var (running, waiting) = load.Of(backend);
        return new BackendView(
            backend.Name,
            Word(backend.Settings.Type),
            backend.DisplayUrl,
            Word(state.Status),
            state.Version,
            state.LatencyMs < 0 ? null : state.LatencyMs,
            [.. state.Models.Select(m => m.Name)],
            state.Reason,
            backend.Capacity,
            backend.Settings.MaxQueue,
            running,
            waiting,
            backend.Settings.Priority,
            backend.Settings.Roles,
            backend.Settings.ApiKey is { Length: > 0 },
            backend.IsSimulated,
            Word(backend.Source),
            backend.Source == BackendSource.File ? settings.DeclaredAt($"backends.{backend.Name}") : null);
    }

    /// <summary>Why the API cannot change a backend; null where it can.</summary>
    public JsonHttpResult<Problem>? Fixed(Backend backend) => backend.Source switch
    {
        BackendSource.File when settings.DeclaredAt($"backends.{backend.Name}") is { } at => Problems.Conflict($"{backend.Name} is declared in {at}; change it there.", "declared_in_file"),
        BackendSource.File => Problems.Conflict($"{backend.Name} is declared in the configuration; change it there.", "declared_in_file"),
        BackendSource.Discovered => Problems.Conflict($"{backend.Name} was found by itself on this machine; stop that server, or add backends of your own, and it goes away.", "discovered"),
        BackendSource.Builtin => Problems.Conflict($"{backend.Name} is built in and goes away when there is a real backend.", "builtin"),
        _ => null,
    };

    public static string Word<T>(T value) where T : struct, Enum => value.ToString().ToLowerInvariant();
}
