using System.Net;
using System.Text.Json.Serialization;

namespace Ziggie.Machine.Containers;

/// <summary>A container as its engine tells it.</summary>
internal sealed record Container
{
    /// <summary>64 hexadecimal digits.</summary>
    public required string Id { get; init; }

    /// <summary>The first of its names.</summary>
    public required string Name { get; init; }
    public IReadOnlyList<string> Names { get; init; } = [];
    public required string Image { get; init; }
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>Of <c>docker compose</c>; null where it was started otherwise.</summary>
    public string? Project { get; init; }

    /// <summary>Its name in the project.</summary>
    public string? Service { get; init; }
    public ContainerState State { get; init; }
    public ContainerHealth Health { get; init; }

    /// <summary>Its first process, as this machine counts; null where none runs.</summary>
    public int? Pid { get; init; }
    public DateTimeOffset? StartedAt { get; init; }
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Of a container that stopped.</summary>
    public int? ExitCode { get; init; }

    /// <summary>Whether the kernel ended it for want of memory.</summary>
    public bool OutOfMemory { get; init; }

    /// <summary>Such as <c>bridge</c>, <c>host</c>, <c>none</c>, <c>container:ID</c>, or a network's name.</summary>
    public string NetworkMode { get; init; } = "";
    public IReadOnlyList<ContainerNetwork> Networks { get; init; } = [];

    /// <summary>Ports of this machine that lead into it.</summary>
    public IReadOnlyList<PublishedPort> Ports { get; init; } = [];

    /// <summary>May hold secrets: for checks only, in no answer and no log.</summary>
    [JsonIgnore]
    public ContainerEnvironment Environment { get; init; } = ContainerEnvironment.None;
    public IReadOnlyList<ContainerMount> Mounts { get; init; } = [];
    public ContainerGpus Gpus { get; init; } = ContainerGpus.None;

    /// <summary>Names that other containers of its networks reach it by, and nobody outside: its name, aliases, and the name of its service.</summary>
    public IReadOnlyList<string> HostNames { get; init; } = [];

    /// <summary>Bytes; null where there is no limit.</summary>
    public long? MemoryLimit { get; init; }

    /// <summary>Cores; null where there is no limit.</summary>
    public double? CpuLimit { get; init; }

    /// <summary>Such as <c>no</c>, <c>always</c>, <c>unless-stopped</c> or <c>on-failure</c>.</summary>
    public string RestartPolicy { get; init; } = "no";
    public int RestartCount { get; init; }
    public bool IsRunning => State is ContainerState.Running or ContainerState.Paused;

    /// <summary>Whether its listeners are this machine's own.</summary>
    public bool IsOnHostNetwork => NetworkMode == "host";
}

/// <summary>Where a container is in its life.</summary>
internal enum ContainerState { Unknown, Created, Running, Paused, Restarting, Removing, Exited, Dead }

/// <summary>What the container's own check says.</summary>
internal enum ContainerHealth { None, Starting, Healthy, Unhealthy }

/// <summary>A network that a container is in.</summary>
/// <param name="Aliases">Names that others in this network reach it by.</param>
internal sealed record ContainerNetwork(string Name, IPAddress? Address, IPAddress? AddressV6, IPAddress? Gateway, IReadOnlyList<string> Aliases);

/// <summary>A port of this machine that leads into a container.</summary>
/// <param name="HostAddress">The address that it is published on; for all of them 0.0.0.0 or [::].</param>
/// <param name="Protocol"><c>tcp</c>, <c>udp</c> or <c>sctp</c>.</param>
internal sealed record PublishedPort(IPAddress HostAddress, int HostPort, int ContainerPort, string Protocol);

/// <summary>A folder, file or volume inside a container.</summary>
/// <param name="Type"><c>bind</c>, <c>volume</c> or <c>tmpfs</c>.</param>
/// <param name="Source">On this machine.</param>
internal sealed record ContainerMount(string Type, string Source, string Target, bool ReadOnly);

/// <summary>Whether a container may use graphics cards, and by what.</summary>
/// <param name="By">Such as <c>device request nvidia</c>, <c>/dev/dri</c>, <c>runtime nvidia</c>; empty where it has none.</param>
internal sealed record ContainerGpus(bool Nvidia, bool Amd, IReadOnlyList<string> By)
{
    public static readonly ContainerGpus None = new(false, false, []);

    /// <summary>Whether any card is there for it.</summary>
    public bool Any => By.Count > 0;
}
