using System.Text.Json.Serialization;
using Ziggie.Machine.Sampling.Processes;

namespace Ziggie.Machine.Sampling.Live;

/// <summary>An update on <c>/api/system/ws</c>.</summary>
internal sealed record SystemFrame(string Type, MachineStats Data);

/// <summary>What a watcher sends there: <c>{"type":"interval","seconds":5}</c>.</summary>
internal sealed record SystemRequest(string? Type, double? Seconds);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(MachineStats))]
[JsonSerializable(typeof(ProcessList))]
[JsonSerializable(typeof(SystemFrame))]
[JsonSerializable(typeof(SystemRequest))]
internal sealed partial class MachineJson : JsonSerializerContext;
