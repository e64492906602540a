using System.Net;
using Ziggie.Doctor.Checks.Common;
using Ziggie.Doctor.Gathering;
using Ziggie.Doctor.Gathering.Backends;
using Ziggie.Machine.Listeners;
using Ziggie.Machine.Listeners.Conflicts;

namespace Ziggie.Doctor.Checks.Ports;

/// <summary>Whom a conflict of a port matters to.</summary>
internal static class Touched
{
    /// <summary>Conflicts of the machine's own TCP ports: model servers speak TCP, and programs share UDP ports for many good reasons.</summary>
    public static IEnumerable<(PortReport Port, PortConflict Conflict)> Conflicts(Evidence evidence, params ConflictKind[] kinds) =>
        from port in evidence.Ports
        where port is { Protocol: IpProtocol.Tcp, Namespace: 0 }
        from conflict in port.Conflicts
        where kinds.Contains(conflict.Kind)
        select (port, conflict);

    /// <summary>Backends that are called at an address at which the conflict is met.</summary>
    public static IReadOnlyList<BackendEvidence> Backends(Evidence evidence, PortReport port, PortConflict conflict) =>
        [.. evidence.Backends.Where(b => b.Port == port.Port && (conflict.Kind == ConflictKind.SplitLocalhost ? MeansBoth(b) : Called(b).Any(a => Meets(evidence, port, conflict, a))))];

    public static bool IsZiggies(Evidence evidence, PortReport port) => port.Port == evidence.Subjects.Url.Port && evidence.IsHere(HostOf(evidence.Subjects.Url));

    /// <summary>What is called: the address that answers, else all that are tried.</summary>
    private static IEnumerable<IPAddress> Called(BackendEvidence backend) => backend.Open is { } open ? [open.Address] : backend.Name?.Addresses ?? [];

    private static bool MeansBoth(BackendEvidence backend) => backend.Name is { IsLiteral: false } name && name.Addresses.Contains(IPAddress.Loopback) && name.Addresses.Contains(IPAddress.IPv6Loopback);

    private static bool Meets(Evidence evidence, PortReport port, PortConflict conflict, IPAddress address)
    {
        if (conflict.To.Contains(Shown.Host(address))) return true;
        if (!evidence.IsHere(address) || port.Listeners.Any(l => l.Address.Equals(address))) return false;
        return !IPAddress.IsLoopback(address) && conflict.To.Contains(address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? "outside IPv6" : "outside");
    }

    private static IPAddress HostOf(Uri url) => IPAddress.TryParse(url.DnsSafeHost, out var address) && !address.Equals(IPAddress.Any) && !address.Equals(IPAddress.IPv6Any) ? address : IPAddress.Loopback;
}
