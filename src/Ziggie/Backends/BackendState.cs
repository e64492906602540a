using System.Text.Json.Serialization;
using Ziggie.Settings;

namespace Ziggie.Backends;

/// <summary>Whether a backend answers.</summary>
public enum BackendStatus
{
    /// <summary>Not asked yet.</summary>
    Unknown,
    Online,

    /// <summary>It answers, but requests to it have been failing.</summary>
    Degraded,
    Offline,
}

/// <summary>Why a backend is not online.</summary>
/// <param name="Code">The doctor's code, e.g. <c>N101</c>; where it has none, the same as <paramref name="Kind"/>.</param>
/// <param name="Message">What was seen and what to do.</param>
/// <param name="Kind">How the last look ended, e.g. <c>backend.refused</c>.</param>
[method: JsonConstructor]
public sealed record BackendReason(string Code, string Message, string Kind)
{
    /// <summary>A reason that the doctor has no code for.</summary>
    public BackendReason(string kind, string message) : this(kind, message, kind)
    {
    }

    /// <summary>The server is there and answers as soon as its model is loaded.</summary>
    public const string Loading = "backend.loading";
}

/// <summary>Where a backend's declaration lives.</summary>
public enum BackendSource { File, Api, Discovered, Builtin }

/// <summary>What is known of a backend at one moment. Immutable.</summary>
/// <param name="LatencyMs">How long the last probe took; -1 where none succeeded.</param>
public sealed record BackendState(BackendStatus Status, string? Version, double LatencyMs, IReadOnlyList<BackendModel> Models, BackendReason? Reason)
{
    public static BackendState Initial(BackendSettings settings) =>
        new(BackendStatus.Unknown, null, -1, [.. settings.Models.Select(m => new BackendModel(m.Name) { Roles = m.Roles })], null);

    /// <summary>Whether anybody who looks at it would see a difference worth telling.</summary>
    public bool LooksLike(BackendState other) =>
        Status == other.Status && Version == other.Version && Reason == other.Reason && Models.SequenceEqual(other.Models);
}
