namespace Ziggie.Machine.Listeners.Conflicts;

/// <summary>Tells one server with several sockets from two servers.</summary>
internal static class SameServer
{
    private const int MostTold = 16;

    public static bool Are(Listener a, Listener b)
    {
        if (a.ByPacketRules || b.ByPacketRules) return a.IsPublished && b.IsPublished && SameTarget(a, b);
        // Nothing is known of one of them; two users are two servers.
        if (a.Holders.Count == 0 || b.Holders.Count == 0) return a.Holders.Count == b.Holders.Count && a.UserId == b.UserId && a.RecordedPid == b.RecordedPid;
        if (a.IsPublished && b.IsPublished) return SameTarget(a, b);
        foreach (var x in a.Holders) foreach (var y in b.Holders) if (x.Pid == y.Pid || AreWorkers(x, y) || x.ParentPid == y.Pid && x.Name == y.Name || y.ParentPid == x.Pid && x.Name == y.Name) return true;
        return false;
    }

    /// <summary>One listener of each server, as many as are worth telling.</summary>
    public static IReadOnlyList<Listener> Distinct(IEnumerable<Listener> listeners)
    {
        var servers = new List<Listener>();
        foreach (var listener in listeners)
        {
            if (servers.Exists(s => Are(s, listener))) continue;
            servers.Add(listener);
            if (servers.Count == MostTold) break;
        }
        return servers;
    }

    /// <summary>Whether it serves a container: from outside of it, or from inside on this machine's own network.</summary>
    public static bool IsOfContainer(Listener listener) => listener.IsPublished || listener.Container is not null || listener.Holders.Any(h => h.Container is not null);

    /// <summary>Children of one parent that is the same program: each opens the address for itself.</summary>
    private static bool AreWorkers(Holder a, Holder b) => a.ParentPid == b.ParentPid && a.ParentPid > 1 && a.Name == b.Name && a.ParentName == a.Name;

    private static bool SameTarget(Listener a, Listener b) =>
        (a.Container is null || b.Container is null || a.Container.Id == b.Container.Id) && SamePlace(a, b);

    private static bool SamePlace(Listener a, Listener b) =>
        (Target(a), Target(b)) is not ({ } one, { } other) || one == other || Port(one) == Port(other) && Family(one) != Family(other);

    private static string? Target(Listener listener) => listener.PublishedTo ?? listener.Holders.Select(h => h.PublishedTo).FirstOrDefault(t => t is not null);

    private static string Port(string target) => target[(target.LastIndexOf(':') + 1)..];

    private static bool Family(string target) => target.Count(c => c == ':') > 1;
}
