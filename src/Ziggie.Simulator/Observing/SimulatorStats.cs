using System.Text.Json.Serialization;

namespace Ziggie.Simulator;

/// <summary>What happened so far.</summary>
/// <param name="Requests">Received, whatever came of them.</param>
/// <param name="Active">Being answered or waiting now.</param>
/// <param name="Waiting">Of those, waiting for a free slot.</param>
/// <param name="Completed">Answered to the end, errors included.</param>
/// <param name="Cancelled">Left by their caller before the end.</param>
/// <param name="Faulted">Met a fault.</param>
/// <param name="Tokens">Said, in all.</param>
/// <param name="MostActive">The most that were active at once.</param>
public sealed record SimulatorStats(
    long Requests = 0, int Active = 0, int Waiting = 0, long Completed = 0, long Cancelled = 0, long Faulted = 0, long Tokens = 0, int MostActive = 0);

/// <summary>The answer of <c>GET /simulator/stats</c>.</summary>
internal sealed record StatsPage(SimulatorStats Stats, IReadOnlyList<StatsRequest> Last);

/// <summary>A request in <see cref="StatsPage"/>: without its headers and body, which may hold keys.</summary>
internal sealed record StatsRequest(
    long Number, string Method, string Path, long BodyBytes, string? Model, int Status, int Tokens, string? Fault, double? CancelledAfterMs);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, WriteIndented = true)]
[JsonSerializable(typeof(StatsPage))]
internal sealed partial class StatsJson : JsonSerializerContext;
