using System.Net;

namespace Ziggie.Machine.Listeners.Conflicts;

/// <summary>Says for each port who answers whom, and what is wrong: from a table of listeners and a platform's rules alone.</summary>
internal static class PortAnalysis
{
    /// <summary>Ports of multicast services, which any number of programs share by design: mDNS, SSDP, WS-Discovery, LLMNR.</summary>
    private static readonly int[] s_multicast = [5353, 1900, 3702, 5355];

    /// <summary>Addresses of a port that are looked at one by one.</summary>
    private const int MostAddresses = 64;

    public static IReadOnlyList<PortReport> Of(IEnumerable<Listener> listeners, PlatformRules rules) =>
    [
        .. listeners.GroupBy(l => (l.Port, l.Protocol, l.Namespace)).OrderBy(g => g.Key.Port).ThenBy(g => g.Key.Protocol).ThenBy(g => g.Key.Namespace)
            .Select(g => Of(g.Key.Protocol, g.Key.Port, g.Key.Namespace, [.. g], rules)),
    ];

    private static PortReport Of(IpProtocol protocol, int port, long network, IReadOnlyList<Listener> listeners, PlatformRules rules)
    {
        var reach = new Reach(listeners, rules);
        var addresses = Addresses(listeners, reach, rules);
        return new PortReport(
            protocol, port, network, listeners, [.. addresses.Select(a => AnswerTo(a.Name, reach.Winners(a.Address), rules))], [.. Conflicts(protocol, port, listeners, reach, addresses, rules)]);
    }

    /// <summary>What callers can name. For <c>localhost</c> programs try one address after the other until somebody is there.</summary>
    private static List<(string Name, IPAddress Address)> Addresses(IReadOnlyList<Listener> listeners, Reach reach, PlatformRules rules)
    {
        var localhost = rules.Localhost.FirstOrDefault(a => reach.Winners(a).Count > 0) ?? rules.Localhost[0];
        List<(string, IPAddress)> named = [("localhost", localhost), ("127.0.0.1", IPAddress.Loopback), ("[::1]", IPAddress.IPv6Loopback), ("outside", Reach.Outside), ("outside IPv6", Reach.OutsideV6)];
        foreach (var address in listeners.Where(l => !l.IsAny).Select(l => l.Address).Distinct().Take(MostAddresses))
        {
            if (!address.Equals(IPAddress.Loopback) && !address.Equals(IPAddress.IPv6Loopback)) named.Add((PortWords.Host(address), address));
        }
        return named;
    }

    private static Answer AnswerTo(string name, IReadOnlyList<Listener> winners, PlatformRules rules)
    {
        var kind = winners.Count == 0 ? AnswerKind.Nobody
            : SameServer.Distinct(winners).Count == 1 ? AnswerKind.One
            : rules.EqualOnesAlternate ? AnswerKind.Alternating
            : AnswerKind.Undefined;
        return new Answer(name, kind, winners);
    }

    private static IEnumerable<PortConflict> Conflicts(
        IpProtocol protocol, int port, IReadOnlyList<Listener> listeners, Reach reach, List<(string Name, IPAddress Address)> addresses, PlatformRules rules)
    {
        var shadows = Shadows(port, reach, addresses, rules).ToList();
        foreach (var conflict in shadows) yield return conflict;
        if (protocol == IpProtocol.Tcp || !s_multicast.Contains(port)) foreach (var conflict in Shared(port, listeners, rules)) yield return conflict;
        if (Split(port, reach, rules) is { } split) yield return split;
        foreach (var listener in listeners.Where(l => l.RecordedPidGone)) yield return Of(ConflictKind.RecordedPidGone, PortWords.RecordedPidGone(listener), [], [listener], []);
    }

    private static IEnumerable<PortConflict> Shared(int port, IReadOnlyList<Listener> listeners, PlatformRules rules)
    {
        foreach (var equal in listeners.Where(l => !l.ByPacketRules).GroupBy(l => l.Address))
        {
            var servers = SameServer.Distinct(equal);
            if (servers.Count > 1) yield return Of(ConflictKind.Shared, PortWords.Shared(equal.Key, port, [.. equal], rules), [PortWords.Host(equal.Key)], [.. equal], []);
        }
    }

    /// <summary>One conflict for each pair of who wins and who loses, with all addresses at which it is so.</summary>
    private static IEnumerable<PortConflict> Shadows(int port, Reach reach, List<(string Name, IPAddress Address)> addresses, PlatformRules rules)
    {
        var met = new Dictionary<string, (List<string> To, IReadOnlyList<Listener> Winners, IReadOnlyList<Listener> Losers)>();
        foreach (var (name, address) in addresses)
        {
            var winners = reach.Winners(address);
            IReadOnlyList<Listener> losers = [.. reach.Losers(address).Where(l => !winners.Any(w => SameServer.Are(w, l)))];
            if (losers.Count == 0) continue;
            var key = string.Join('|', winners.Select(PortWords.Place)) + "<" + string.Join('|', losers.Select(PortWords.Place));
            if (met.TryGetValue(key, out var known)) known.To.Add(name);
            else met[key] = ([name], winners, losers);
        }
        foreach (var (to, winners, losers) in met.Values)
        {
            var kind = losers.Any(SameServer.IsOfContainer) && !winners.Any(SameServer.IsOfContainer) ? ConflictKind.NativeBeforeContainer : ConflictKind.Shadowed;
            yield return Of(kind, PortWords.Shadowed(kind, to, port, winners, losers, rules), to, winners, losers);
        }
    }

    private static PortConflict? Split(int port, Reach reach, PlatformRules rules)
    {
        if (rules.Localhost.Count < 2) return null;
        var (first, second) = (reach.Winners(rules.Localhost[0]), reach.Winners(rules.Localhost[1]));
        if (first.Count == 0 || second.Count == 0 || first.Any(f => second.Any(s => SameServer.Are(f, s)))) return null;
        return Of(ConflictKind.SplitLocalhost, PortWords.Split(port, first, second), ["localhost", "127.0.0.1", "[::1]"], first, second);
    }

    private static PortConflict Of(ConflictKind kind, (string Cause, string Fix) words, IReadOnlyList<string> to, IReadOnlyList<Listener> winners, IReadOnlyList<Listener> losers) =>
        new(kind, words.Cause, words.Fix, to, winners, losers);
}
