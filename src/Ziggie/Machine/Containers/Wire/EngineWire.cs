using System.Text.Json.Serialization;

namespace Ziggie.Machine.Containers.Wire;

// As Docker's API names things. Anything may be missing: engines differ.

internal sealed record EngineError(string? Message);

internal sealed record EngineVersion(string? Version, string? ApiVersion, IReadOnlyList<EngineComponent?>? Components);

internal sealed record EngineComponent(string? Name);

internal sealed record ListedContainer(string? Id, IReadOnlyList<string>? Names, string? Image, long Created, IReadOnlyDictionary<string, string?>? Labels, string? State);

internal sealed record InspectedContainer(
    string? Id, string? Name, InspectedState? State, InspectedConfig? Config, InspectedHostConfig? HostConfig, InspectedNetworkSettings? NetworkSettings, IReadOnlyList<InspectedMount?>? Mounts, int? RestartCount);

internal sealed record InspectedState(string? Status, int? Pid, int? ExitCode, [property: JsonPropertyName("OOMKilled")] bool? OomKilled, string? StartedAt, string? FinishedAt, InspectedHealth? Health);

internal sealed record InspectedHealth(string? Status);

internal sealed record InspectedConfig(string? Hostname, string? Image, IReadOnlyList<string?>? Env, IReadOnlyDictionary<string, string?>? Labels);

internal sealed record InspectedHostConfig(
    string? NetworkMode,
    IReadOnlyDictionary<string, IReadOnlyList<InspectedPort?>?>? PortBindings,
    InspectedRestartPolicy? RestartPolicy,
    bool? Privileged,
    string? Runtime,
    long? Memory,
    long? NanoCpus,
    long? CpuQuota,
    long? CpuPeriod,
    IReadOnlyList<InspectedDevice?>? Devices,
    IReadOnlyList<InspectedDeviceRequest?>? DeviceRequests);

internal sealed record InspectedRestartPolicy(string? Name);

internal sealed record InspectedDevice(string? PathOnHost);

internal sealed record InspectedDeviceRequest(string? Driver, [property: JsonPropertyName("DeviceIDs")] IReadOnlyList<string?>? DeviceIds, IReadOnlyList<IReadOnlyList<string?>?>? Capabilities);

internal sealed record InspectedNetworkSettings(IReadOnlyDictionary<string, IReadOnlyList<InspectedPort?>?>? Ports, IReadOnlyDictionary<string, InspectedNetwork?>? Networks);

internal sealed record InspectedPort(string? HostIp, string? HostPort);

internal sealed record InspectedNetwork(
    [property: JsonPropertyName("IPAddress")] string? Address,
    [property: JsonPropertyName("GlobalIPv6Address")] string? AddressV6,
    string? Gateway,
    IReadOnlyList<string?>? Aliases,
    [property: JsonPropertyName("DNSNames")] IReadOnlyList<string?>? DnsNames);

internal sealed record InspectedMount(string? Type, string? Source, string? Destination, [property: JsonPropertyName("RW")] bool? Writable);

[JsonSourceGenerationOptions(NumberHandling = JsonNumberHandling.AllowReadingFromString)]
[JsonSerializable(typeof(EngineVersion))]
[JsonSerializable(typeof(IReadOnlyList<ListedContainer>))]
[JsonSerializable(typeof(InspectedContainer))]
internal sealed partial class EngineJson : JsonSerializerContext;

/// <summary>Errors alone are written in small letters.</summary>
[JsonSourceGenerationOptions(PropertyNameCaseInsensitive = true)]
[JsonSerializable(typeof(EngineError))]
internal sealed partial class EngineErrorJson : JsonSerializerContext;
