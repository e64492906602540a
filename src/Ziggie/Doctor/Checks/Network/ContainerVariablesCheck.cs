using Ziggie.Backends;
using Ziggie.Doctor.Checks.Common;
using Ziggie.Doctor.Codes;
using Ziggie.Doctor.Findings;
using Ziggie.Doctor.Gathering;
using Ziggie.Machine.Containers;
using Ziggie.Machine.Listeners;

namespace Ziggie.Doctor.Checks.Network;

/// <summary>N104 in the variables of other containers: localhost with a port that nobody in the container serves, but the machine or another container does.</summary>
internal sealed class ContainerVariablesCheck : ICheck
{
    public string Name => "localhost in containers";

    public IEnumerable<Finding> Look(Evidence evidence) =>
        from container in evidence.Containers?.Containers ?? []
        where container.IsRunning && Inside.NetworkOf(evidence, container) is not null
        let inside = Inside.Of(evidence, container)
        from variable in AddressVariables.Of(container.Environment.Names.Select(n => KeyValuePair.Create(n, container.Environment[n] ?? "")))
        where AddressVariables.IsLocalhost(variable.Host) && !inside.Any(l => l.Port == variable.Port) && !container.Ports.Any(p => p.HostPort == variable.Port)
        let served = Server(evidence, container, variable.Port)
        where served is not null
        select Of(evidence, container, variable, inside, served.Value);

    /// <summary>Who serves that port elsewhere, and how the container would reach it.</summary>
    private static (string Who, string Reach)? Server(Evidence evidence, Container container, int port)
    {
        var others = (evidence.Containers?.Containers ?? []).Where(c => c.Id != container.Id && c.IsRunning);
        foreach (var other in others)
        {
            if (!other.Ports.Any(p => p.HostPort == port) && Inside.Of(evidence, other)?.Any(l => l.Port == port) != true) continue;
            var shared = other.Networks.Select(n => n.Name).Intersect(container.Networks.Select(n => n.Name)).FirstOrDefault();
            var inner = other.Ports.FirstOrDefault(p => p.HostPort == port)?.ContainerPort ?? port;
            var name = other.Service ?? other.Name;
            return ($"the container {other.Name}", shared is null ? $"put both into one network and write {name}:{inner}" : $"write {name}:{inner}: both are in the network {shared}");
        }
        if (evidence.TcpPort(port)?.Listeners.FirstOrDefault(l => !l.IsPublished) is not { } listener) return null;
        return ($"{Shown.Who(listener)} on the machine",
            $"write host.docker.internal:{port} (Docker on Linux: extra_hosts: [\"host.docker.internal:host-gateway\"]){(System.Net.IPAddress.IsLoopback(listener.Address) ? ", and let the server listen beyond 127.0.0.1" : "")}");
    }

    private static Finding Of(Evidence evidence, Container container, AddressVariable variable, IReadOnlyList<Listener> inside, (string Who, string Reach) served) => new(
        NetworkCodes.ContainerLocalhost, $"container:{container.Name}",
        $"{variable.Name} of the container {container.Name} points to {variable.Place}. In there that is the container itself, where nobody listens at port {variable.Port}; {served.Who} serves it.",
        $"In the container's {variable.Name}, {served.Reach}.")
    {
        // Whether the program uses the variable is not known; one that points to a model server is hardly there for nothing.
        Severity = IsModels(evidence, variable.Port) ? Severity.Problem : Severity.Warning,
        Evidence =
        [
            Shown.Line($"docker inspect -f '{{{{range .Config.Env}}}}{{{{println .}}}}{{{{end}}}}' {container.Name} | grep ^{variable.Name}=", $"an address at {variable.Place}"),
            Shown.Line($"nsenter -n -t {container.Pid} ss -ltn", inside.Count == 0 ? "nothing" : string.Join("; ", inside.Select(l => $"{Shown.Host(l.Address)}:{l.Port}").Distinct().Take(12))),
            Shown.Listeners(evidence, variable.Port),
        ],
        Explains = [.. evidence.Backends.Where(b => !b.IsWell && container.Ports.Any(p => p.HostPort == b.Port)).Select(b => b.Target)],
    };

    private static bool IsModels(Evidence evidence, int port) =>
        evidence.Subjects.Url.Port == port || evidence.Backends.Any(b => b.Port == port) || DiscoveryTargets.Local.Any(t => new Uri(t.Url).Port == port);
}
