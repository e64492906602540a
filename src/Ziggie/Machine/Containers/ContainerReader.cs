using System.Globalization;
using System.Net;
using Ziggie.Machine.Containers.Wire;

namespace Ziggie.Machine.Containers;

/// <summary>Makes a container of what the engine tells. What is missing or makes no sense is left out.</summary>
internal static class ContainerReader
{
    private const string ProjectLabel = "com.docker.compose.project", ServiceLabel = "com.docker.compose.service";
    private const int MostItems = 256;

    /// <summary>From the list alone, which knows little.</summary>
    public static Container Read(ListedContainer listed)
    {
        var labels = Labels(listed.Labels);
        IReadOnlyList<string> names = [.. (listed.Names ?? []).Select(Bare).Take(MostItems)];
        return new Container
        {
            Id = listed.Id!,
            Name = names.Count > 0 ? names[0] : listed.Id!,
            Names = names,
            Image = listed.Image ?? "",
            Labels = labels,
            Project = labels.GetValueOrDefault(ProjectLabel),
            Service = labels.GetValueOrDefault(ServiceLabel),
            State = State(listed.State),
            HostNames = names,
        };
    }

    public static Container Read(ListedContainer listed, InspectedContainer inspected)
    {
        var known = Read(listed);
        var (state, config, host) = (inspected.State, inspected.Config, inspected.HostConfig);
        var now = State(state?.Status ?? listed.State);
        var running = now is ContainerState.Running or ContainerState.Paused;
        var environment = new ContainerEnvironment((config?.Env ?? []).OfType<string>());
        IReadOnlyList<ContainerNetwork> networks = [.. (inspected.NetworkSettings?.Networks ?? new Dictionary<string, InspectedNetwork?>()).Take(MostItems).Select(n => Network(n.Key, n.Value))];
        var mode = host?.NetworkMode ?? "";
        return known with
        {
            Image = config?.Image is { Length: > 0 } image ? image : known.Image,
            State = now,
            Health = Health(state?.Health?.Status),
            Pid = running && state?.Pid is > 0 and var pid ? pid : null,
            StartedAt = Time(state?.StartedAt),
            FinishedAt = running ? null : Time(state?.FinishedAt),
            ExitCode = now is ContainerState.Exited or ContainerState.Dead ? state?.ExitCode : null,
            OutOfMemory = state?.OomKilled ?? false,
            NetworkMode = mode,
            Networks = networks,
            Ports = Ports(running ? inspected.NetworkSettings?.Ports : host?.PortBindings),
            Environment = environment,
            Mounts = [.. (inspected.Mounts ?? []).OfType<InspectedMount>().Take(MostItems).Select(m => new ContainerMount(m.Type ?? "", m.Source ?? "", m.Destination ?? "", m.Writable == false))],
            Gpus = GpuAccess.Of(inspected, environment),
            HostNames = mode == "host" ? [] : HostNames(known, config?.Hostname, networks),
            MemoryLimit = host?.Memory is > 0 and var memory ? memory : null,
            CpuLimit = Cpus(host),
            RestartPolicy = host?.RestartPolicy?.Name is { Length: > 0 } policy ? policy : "no",
            RestartCount = inspected.RestartCount ?? 0,
        };
    }

    private static Dictionary<string, string> Labels(IReadOnlyDictionary<string, string?>? labels) =>
        (labels ?? new Dictionary<string, string?>()).Take(MostItems).ToDictionary(l => l.Key, l => l.Value ?? "", StringComparer.Ordinal);

    private static string Bare(string name) => name.TrimStart('/');

    private static ContainerState State(string? word) => word?.ToUpperInvariant() switch
    {
        "CREATED" or "CONFIGURED" or "INITIALIZED" => ContainerState.Created,
        "RUNNING" => ContainerState.Running,
        "PAUSED" => ContainerState.Paused,
        "RESTARTING" => ContainerState.Restarting,
        "REMOVING" or "STOPPING" => ContainerState.Removing,
        "EXITED" or "STOPPED" => ContainerState.Exited,
        "DEAD" => ContainerState.Dead,
        _ => ContainerState.Unknown,
    };

    private static ContainerHealth Health(string? word) => word switch
    {
        "starting" => ContainerHealth.Starting,
        "healthy" => ContainerHealth.Healthy,
        "unhealthy" => ContainerHealth.Unhealthy,
        _ => ContainerHealth.None,
    };

    /// <summary>The year 1 stands for never.</summary>
    private static DateTimeOffset? Time(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) && time.Year > 1970 ? time.ToUniversalTime() : null;

    private static ContainerNetwork Network(string name, InspectedNetwork? network) => new(
        name, Address(network?.Address), Address(network?.AddressV6), Address(network?.Gateway),
        [.. (network?.Aliases ?? []).Concat(network?.DnsNames ?? []).OfType<string>().Distinct(StringComparer.Ordinal).Take(MostItems)]);

    private static IPAddress? Address(string? text) => IPAddress.TryParse(text, out var address) ? address : null;

    private static List<PublishedPort> Ports(IReadOnlyDictionary<string, IReadOnlyList<InspectedPort?>?>? bindings)
    {
        List<PublishedPort> found = [];
        foreach (var (inside, outside) in bindings ?? new Dictionary<string, IReadOnlyList<InspectedPort?>?>())
        {
            var slash = inside.IndexOf('/', StringComparison.Ordinal);
            if (Port(slash < 0 ? inside : inside[..slash]) is not { } port) continue;
            foreach (var binding in (outside ?? []).OfType<InspectedPort>())
            {
                if (found.Count == MostItems) return found;
                if (Port(binding.HostPort) is { } hostPort) found.Add(new PublishedPort(Address(binding.HostIp) ?? IPAddress.Any, hostPort, port, slash < 0 ? "tcp" : inside[(slash + 1)..]));
            }
        }
        return [.. found.Distinct().OrderBy(p => p.HostPort)];
    }

    private static int? Port(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= 65_535 ? port : null;

    private static double? Cpus(InspectedHostConfig? host) =>
        host?.NanoCpus is > 0 and var nano ? nano / 1e9
        : host?.CpuQuota is > 0 and var quota ? quota / (double)(host.CpuPeriod is > 0 and var period ? period : 100_000)
        : null;

    /// <summary>Beginnings of the id are names too, but nobody writes them down.</summary>
    private static IReadOnlyList<string> HostNames(Container container, string? hostname, IReadOnlyList<ContainerNetwork> networks) =>
    [
        .. container.Names.Concat(networks.SelectMany(n => n.Aliases)).Append(container.Service).Append(hostname)
            .Where(n => n is { Length: > 0 } && !container.Id.StartsWith(n, StringComparison.Ordinal)).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase).Take(MostItems),
    ];
}
