using System.Text.Json.Serialization;

namespace Ziggie.Machine.History;

/// <summary>How a machine was over a range of time; without metrics asked for, which there are.</summary>
/// <param name="Host">The machine.</param>
/// <param name="Hosts">All machines that have a history here.</param>
/// <param name="Step">The distance of two points, e.g. <c>1m</c>; a multiple of what is kept.</param>
internal sealed record MachineHistory(
    string Host,
    IReadOnlyList<string> Hosts,
    DateTimeOffset? From,
    DateTimeOffset? To,
    string? Step,
    IReadOnlyList<MetricHistory> Metrics);

/// <param name="Name">As to be asked for.</param>
/// <param name="Unit">percent, bytes, bytesPerSecond, celsius, watts or processes.</param>
/// <param name="Points">In order of time; where nothing was measured, there is none.</param>
internal sealed record MetricHistory(
    string Name, string Title, string Unit, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<HistoryPoint>? Points = null);

/// <summary>What was measured from a time on, for as long as the step is.</summary>
internal readonly record struct HistoryPoint(DateTimeOffset At, double Min, double Mean, double Max);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(MachineHistory))]
internal sealed partial class HistoryJson : JsonSerializerContext;
