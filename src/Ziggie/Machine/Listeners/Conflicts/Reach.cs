using System.Net;
using System.Net.Sockets;

namespace Ziggie.Machine.Listeners.Conflicts;

/// <summary>Which sockets of a port a connection to an address could reach, the winners first: the system's own choice, written down.</summary>
internal sealed class Reach(IReadOnlyList<Listener> listeners, PlatformRules rules)
{
    /// <summary>Addresses that stand for all of this machine that no socket names.</summary>
    public static readonly IPAddress Outside = IPAddress.Parse("192.0.2.1");
    public static readonly IPAddress OutsideV6 = IPAddress.Parse("2001:db8::1");

    public IReadOnlyList<Listener> Winners(IPAddress to)
    {
        var best = listeners.Select(l => Rank(l, to)).Where(r => r is not null).Min();
        return best is null ? [] : [.. listeners.Where(l => Rank(l, to) == best)];
    }

    /// <summary>Those that would be reached if the winners were not there, and those that are for all addresses but this one.</summary>
    public IReadOnlyList<Listener> Losers(IPAddress to)
    {
        var best = listeners.Select(l => Rank(l, to)).Where(r => r is not null).Min();
        return best is null ? [] : [.. listeners.Where(l => Rank(l, to) is { } rank ? rank > best : LeavesOut(l, to))];
    }

    /// <summary>A port that is published on all addresses is meant by whoever names the loopback address too, also where the rules do not lead from there.</summary>
    private static bool LeavesOut(Listener listener, IPAddress to) =>
        listener is { ByPacketRules: true, IsAny: true } && IPAddress.IsLoopback(to) && listener.Address.AddressFamily == to.AddressFamily;

    /// <summary>
    /// The lowest is chosen; null is never reached.
    ///   0 packet rules, which lead away before sockets are looked for; most leave loopback addresses alone, and all of them that of IPv6
    ///   1 a socket for this very address
    ///   2 a socket for all addresses of this family
    ///   3 an IPv6 socket for all addresses that takes IPv4 too
    /// </summary>
    private int? Rank(Listener listener, IPAddress to)
    {
        var sameFamily = listener.Address.AddressFamily == to.AddressFamily;
        if (listener.ByPacketRules) return (!IPAddress.IsLoopback(to) || listener.LeadsLoopback && to.AddressFamily == AddressFamily.InterNetwork) && sameFamily && (listener.IsAny || listener.Address.Equals(to)) ? 0 : null;
        if (listener.Address.Equals(to)) return 1;
        if (!listener.IsAny) return null;
        if (sameFamily) return 2;
        return to.AddressFamily == AddressFamily.InterNetwork && !(listener.V6Only ?? rules.V6OnlyByDefault) ? 3 : null;
    }
}
