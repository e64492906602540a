using System.Net;
using Ziggie.Doctor.Gathering;
using Ziggie.Machine.Containers;
using Ziggie.Machine.Listeners;

namespace Ziggie.Doctor.Checks.Common;

/// <summary>Listeners inside containers.</summary>
internal static class Inside
{
    /// <summary>The network of a container; null where it may not be seen, or is the machine's own.</summary>
    public static long? NetworkOf(Evidence evidence, Container container) =>
        container is { Pid: { } pid, IsOnHostNetwork: false } && evidence.Process(pid)?.Network is { } network && network != evidence.Process(evidence.OwnPid)?.Network ? network : null;

    /// <summary>All TCP listeners of a container's network; null where it may not be seen.</summary>
    public static IReadOnlyList<Listener>? Of(Evidence evidence, Container container)
    {
        var network = NetworkOf(evidence, container);
        List<Listener> found = [.. evidence.Listeners.Listeners.Where(l => l.Protocol == IpProtocol.Tcp && l.Namespace != 0 && (l.Namespace == network || l.Holders.Any(h => h.Container == container.Id || h.Pid == container.Pid)))];
        return network is null && found.Count == 0 ? null : found;
    }

    /// <summary>The container that runs and publishes a port of this machine.</summary>
    public static (Container Container, PublishedPort Port)? Publisher(Evidence evidence, int port) => Published(evidence, port).Where(p => p.Container.IsRunning).Select(p => ((Container, PublishedPort)?)p).FirstOrDefault();

    /// <summary>All containers for a port of this machine, also those that ended.</summary>
    public static IEnumerable<(Container Container, PublishedPort Port)> Published(Evidence evidence, int port) =>
        (evidence.Containers?.Containers ?? []).SelectMany(c => c.Ports.Where(p => p.HostPort == port && p.Protocol == "tcp").Take(1).Select(p => (c, p)));

    /// <summary>The containers that other containers know by this name.</summary>
    public static IEnumerable<Container> Named(Evidence evidence, string host) =>
        (evidence.Containers?.Containers ?? []).Where(c => c.HostNames.Contains(host, StringComparer.OrdinalIgnoreCase)).OrderByDescending(c => c.IsRunning);

    /// <summary>Where on this machine a published port is reached.</summary>
    public static string HostOf(PublishedPort port) =>
        port.HostAddress.Equals(IPAddress.Any) || port.HostAddress.Equals(IPAddress.IPv6Any) ? "127.0.0.1" : Shown.Host(port.HostAddress);
}
