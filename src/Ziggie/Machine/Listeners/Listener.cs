using System.Net;

namespace Ziggie.Machine.Listeners;

/// <summary>What a socket speaks.</summary>
internal enum IpProtocol { Tcp, Udp }

/// <summary>A TCP socket that accepts, or a UDP socket that takes datagrams from anybody.</summary>
internal sealed record Listener
{
    public required IpProtocol Protocol { get; init; }
    public required IPAddress Address { get; init; }
    public required int Port { get; init; }

    /// <summary>Whether an IPv6 socket leaves IPv4 alone; null where the system does not say.</summary>
    public bool? V6Only { get; init; }

    /// <summary>The kernel's number of the socket; 0 where it has none.</summary>
    public long Inode { get; init; }

    /// <summary>The network namespace; 0 is Ziggie's own.</summary>
    public long Namespace { get; init; }
    public int? UserId { get; init; }
    public string? User { get; init; }

    /// <summary>Every process that has the socket open; empty where none may be seen.</summary>
    public IReadOnlyList<Holder> Holders { get; init; } = [];

    /// <summary>The process that opened the socket, as far as the system or an earlier look recorded it.</summary>
    public int? RecordedPid { get; init; }

    /// <summary>Whether the recorded process has ended, while others hold the socket on.</summary>
    public bool RecordedPidGone { get; init; }

    /// <summary>No socket at all: packets for this address are led to a container before sockets are looked for.</summary>
    public bool ByPacketRules { get; init; }

    /// <summary>Whether packet rules lead also what this machine sends to its own loopback address.</summary>
    public bool LeadsLoopback { get; init; }

    /// <summary>The container that listens or that is led to.</summary>
    public ListenerContainer? Container { get; init; }

    /// <summary>Where in the container it leads, as the engine tells.</summary>
    public string? PublishedTo { get; init; }

    /// <summary>Whether it stands for a container elsewhere, which it passes everything on to.</summary>
    public bool IsPublished => ByPacketRules || PublishedTo is not null || Holders.Any(h => h.IsPublisher);

    public bool IsAny => Address.Equals(IPAddress.Any) || Address.Equals(IPAddress.IPv6Any);
}

/// <summary>A container that a listener is of.</summary>
/// <param name="Name">Null where no engine tells.</param>
internal sealed record ListenerContainer(string Id, string? Name);

/// <summary>A process that has a socket open.</summary>
/// <param name="ParentName">Tells workers of one server from copies of a program.</param>
/// <param name="CommandLine">Arguments as they would be typed.</param>
/// <param name="Container">The container's id, from its control group.</param>
internal sealed record Holder(
    int Pid, int ParentPid, string Name, string? ParentName, string CommandLine, DateTimeOffset? Started, int? UserId, string? User, string? Container)
{
    /// <summary>Where in a container this program passes connections on to, if it is such a program and says so.</summary>
    public string? PublishedTo { get; } = Publishers.Target(Name, CommandLine);

    /// <summary>Whether this program serves the ports that containers publish.</summary>
    public bool IsPublisher { get; } = Publishers.IsOne(Name);
}

/// <summary>All listeners at one moment.</summary>
/// <param name="Notes">What could not be seen, and why.</param>
internal sealed record ListenerTable(IReadOnlyList<Listener> Listeners, IReadOnlyList<string> Notes);
