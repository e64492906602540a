using System.Net;
using Ziggie.Machine.Containers;

namespace Ziggie.Machine.Listeners.Published;

/// <summary>Puts together who listens and what containers publish: names the containers of sockets, and adds the ports that packet rules lead to one without any socket.</summary>
internal static class PublishedPorts
{
    /// <param name="leadsLoopback">Whether loopback traffic can be led to a container with this address.</param>
    public static IReadOnlyList<Listener> Add(IReadOnlyList<Listener> listeners, IReadOnlyList<Container> containers, Func<IPAddress?, bool> leadsLoopback)
    {
        var names = containers.ToDictionary(c => c.Id, c => c.Name, StringComparer.Ordinal);
        var published = containers.Where(c => c is { IsRunning: true, IsOnHostNetwork: false }).SelectMany(c => c.Ports.Where(p => p.Protocol is "tcp" or "udp").Select(p => new Published(c, p))).ToList();
        var byPort = published.ToLookup(p => (p.Protocol, p.Port.HostPort));
        var withSocket = new HashSet<Published>();
        List<Listener> found = [];
        foreach (var listener in listeners)
        {
            var here = listener.Namespace == 0 ? byPort[(listener.Protocol, listener.Port)].FirstOrDefault(p => Stands(listener, p.Port)) : null;
            if (here is not null)
            {
                // One socket may stand for the addresses of both families.
                foreach (var same in byPort[(listener.Protocol, listener.Port)].Where(p => p.Container == here.Container && Stands(listener, p.Port))) withSocket.Add(same);
                found.Add(listener with { Container = new ListenerContainer(here.Container.Id, here.Container.Name), PublishedTo = here.Target });
            }
            else
            {
                var id = listener.Holders.Select(h => h.Container).FirstOrDefault(c => c is not null);
                found.Add(id is not null && names.TryGetValue(id, out var name) ? listener with { Container = new ListenerContainer(id, name) } : listener);
            }
        }
        found.AddRange(published.Where(p => !withSocket.Contains(p)).Select(p => ByPacketRules(p, listeners, leadsLoopback)));
        return found;
    }

    /// <summary>Whether a socket is the one that an engine has for this port. Of one that nobody may be seen to hold, its address says it.</summary>
    private static bool Stands(Listener listener, PublishedPort port)
    {
        if (listener.Holders.Count > 0 && !listener.Holders.Any(h => h.IsPublisher)) return false;
        return listener.Address.Equals(port.HostAddress) || listener.Holders.Count > 0 && listener.IsAny && IsAny(port.HostAddress);
    }

    private static Listener ByPacketRules(Published published, IReadOnlyList<Listener> listeners, Func<IPAddress?, bool> leadsLoopback) => new()
    {
        Protocol = published.Protocol,
        Address = published.Port.HostAddress,
        Port = published.Port.HostPort,
        ByPacketRules = true,
        LeadsLoopback = leadsLoopback(published.Inside),
        Container = new ListenerContainer(published.Container.Id, published.Container.Name),
        PublishedTo = published.Target,
        // Who listens inside, as far as it can be seen.
        Holders = listeners.FirstOrDefault(l => l.Namespace != 0 && l.Protocol == published.Protocol && l.Port == published.Port.ContainerPort && l.Holders.Any(h => h.Container == published.Container.Id))?.Holders ?? [],
    };

    private static bool IsAny(IPAddress address) => address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any);

    private sealed record Published(Container Container, PublishedPort Port)
    {
        public IpProtocol Protocol => Port.Protocol == "udp" ? IpProtocol.Udp : IpProtocol.Tcp;

        public IPAddress? Inside => Container.Networks.Select(n => n.Address ?? n.AddressV6).FirstOrDefault(a => a is not null);

        /// <summary>Where the engine does not tell an address, the container's name stands for it.</summary>
        public string Target => Inside is { } address ? new IPEndPoint(address, Port.ContainerPort).ToString() : $"{Container.Name}:{Port.ContainerPort}";
    }
}
