using System.Net;
using System.Net.Sockets;

namespace Ziggie.Machine.Listeners.Conflicts;

/// <summary>Conflicts in sentences: what is so and why, and what would mend it.</summary>
internal static class PortWords
{
    private const int MostNamed = 6;

    public static string Host(IPAddress address) => address.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{address}]" : address.ToString();

    public static string Place(Listener listener) => $"{Host(listener.Address)}:{listener.Port}{(listener.ByPacketRules ? " (packet rules)" : "")}";

    public static (string Cause, string Fix) Shared(IPAddress address, int port, IReadOnlyList<Listener> listeners, PlatformRules rules) => (
        $"{listeners.Count} sockets share {Host(address)}:{port}: {Named(listeners)}. "
        + (rules.EqualOnesAlternate ? "The system spreads connections among them, so answers alternate." : "One of them gets the connections, and which one is not defined."),
        "End those that are not meant.");

    public static (string Cause, string Fix) Shadowed(ConflictKind kind, IReadOnlyList<string> to, int port, IReadOnlyList<Listener> winners, IReadOnlyList<Listener> losers, PlatformRules rules) => (
        $"Whoever calls {Addresses(to, port)} reaches {Named(winners)} on {Place(winners[0])}, not {Named(losers)} on {Place(losers[0])}"
        + (kind == ConflictKind.NativeBeforeContainer ? ", which serves a container. " : ". ")
        + rules.Coexistence,
        "End the one that is not meant, or give it another port.");

    public static (string Cause, string Fix) Split(int port, IReadOnlyList<Listener> first, IReadOnlyList<Listener> second) => (
        $"Port {port} is two servers: {Named(first)} on {Place(first[0])} and {Named(second)} on {Place(second[0])}. "
        + "Which one \"localhost\" means depends on the address that a program tries first.",
        $"Write 127.0.0.1:{port} or [::1]:{port} where one of them is meant, or end the other, or give it another port.");

    public static (string Cause, string Fix) RecordedPidGone(Listener listener) => (
        $"{Place(listener)} was opened by process {listener.RecordedPid}, which has ended; the socket is held on by {Holders(listener)}, which inherited it.",
        $"Ending process {listener.RecordedPid} does nothing: end {(listener.Holders.Count == 1 ? "that one" : "those")}.");

    /// <summary>Who listens, each once.</summary>
    private static string Named(IReadOnlyList<Listener> listeners)
    {
        var names = listeners.Select(Holders).Distinct().ToList();
        return string.Join(", ", names.Take(MostNamed)) + (names.Count > MostNamed ? $" and {names.Count - MostNamed} more" : "");
    }

    private static string Holders(Listener listener)
    {
        if (listener.ByPacketRules) return listener.Container?.Name is { } name ? $"container {name}" : listener.Holders is [var inside, ..] ? $"a container's {inside.Name}" : "a container";
        if (listener.Holders.Count > 0)
        {
            var shown = string.Join(", ", listener.Holders.Take(MostNamed).Select(h => $"{h.Name} (process {h.Pid})"));
            if (listener.Holders.Count > MostNamed) shown += $" and {listener.Holders.Count - MostNamed} more";
            return listener.Container?.Name is not { } container ? shown : listener.IsPublished ? $"container {container} through {shown}" : $"{shown} in container {container}";
        }
        return listener.RecordedPid is { } pid ? $"process {pid}"
            : listener.User is { } user ? $"a process of user {user}"
            : listener.UserId is { } id ? $"a process of user {id}"
            : "an unknown process";
    }

    private static string Addresses(IReadOnlyList<string> to, int port) =>
        string.Join(" or ", to.Select(t => t.StartsWith("outside", StringComparison.Ordinal) ? $"port {port} from {t}" : $"{t}:{port}"));
}
