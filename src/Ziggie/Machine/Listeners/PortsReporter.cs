using System.Globalization;
using Ziggie.Machine.Listeners.Conflicts;

namespace Ziggie.Machine.Listeners;

/// <summary>Makes the report of a range of ports, for the API and the command line alike.</summary>
internal static class PortsReporter
{
    /// <param name="withCommands">Whether the reader may see command lines.</param>
    public static PortsReport Make(ListenerTable table, PlatformRules rules, int from, int to, bool withCommands)
    {
        var ports = PortAnalysis.Of(table.Listeners.Where(l => l.Port >= from && l.Port <= to), rules);
        var ids = new Dictionary<Listener, string>(ReferenceEqualityComparer.Instance);
        foreach (var listener in ports.SelectMany(p => p.Listeners)) ids[listener] = string.Create(CultureInfo.InvariantCulture, $"{Word(listener.Protocol)}-{listener.Port}-{ids.Count + 1}");
        return new PortsReport(
            [.. ports.SelectMany(p => p.Listeners.Select(l => Item(l, ids, p.Conflicts, withCommands)))],
            [.. ports.Select(p => new PortView(Word(p.Protocol), p.Port, Network(p.Namespace), [.. p.Answers.Select(a => new PortAnswer(a.To, Word(a.Kind), Ids(a.By, ids)))], [.. p.Conflicts.Select(c => Trouble(c, ids))]))],
            rules.Name,
            table.Notes);
    }

    private static PortListener Item(Listener listener, Dictionary<Listener, string> ids, IReadOnlyList<PortConflict> conflicts, bool withCommands) => new(
        ids[listener],
        Word(listener.Protocol),
        listener.Address.ToString(),
        listener.Port,
        listener.V6Only,
        [.. listener.Holders.Select(h => h.Pid)],
        listener.Holders.Count > 0 ? listener.Holders[0].Name : null,
        listener.User ?? listener.UserId?.ToString(CultureInfo.InvariantCulture),
        listener.Container?.Name ?? ContainerId(listener),
        ContainerId(listener),
        listener.PublishedTo ?? listener.Holders.Select(h => h.PublishedTo).FirstOrDefault(t => t is not null),
        listener.ByPacketRules,
        null,
        Network(listener.Namespace),
        listener.RecordedPid,
        listener.RecordedPidGone,
        [.. listener.Holders.Select(h => new PortProcess(h.Pid, h.ParentPid, h.Name, withCommands ? h.CommandLine : null, h.Started?.UtcDateTime, h.User ?? h.UserId?.ToString(CultureInfo.InvariantCulture), h.Container, h.PublishedTo))],
        [.. conflicts.Where(c => c.Winners.Contains(listener) || c.Losers.Contains(listener)).Select(c => Word(c.Kind)).Distinct()]);

    private static string? ContainerId(Listener listener) => listener.Container?.Id ?? listener.Holders.Select(h => h.Container).FirstOrDefault(c => c is not null);

    private static PortTrouble Trouble(PortConflict conflict, Dictionary<Listener, string> ids) =>
        new(Word(conflict.Kind), conflict.Text, conflict.To, Ids(conflict.Winners, ids), Ids(conflict.Losers, ids));

    private static string[] Ids(IReadOnlyList<Listener> listeners, Dictionary<Listener, string> ids) => [.. listeners.Select(l => ids[l])];

    private static string? Network(long number) => number == 0 ? null : number.ToString(CultureInfo.InvariantCulture);

    private static string Word(IpProtocol protocol) => protocol == IpProtocol.Tcp ? "tcp" : "udp";

    private static string Word(AnswerKind kind) => kind switch
    {
        AnswerKind.Nobody => "nobody",
        AnswerKind.One => "one",
        AnswerKind.Alternating => "alternating",
        _ => "undefined",
    };

    private static string Word(ConflictKind kind) => kind switch
    {
        ConflictKind.Shared => "shared",
        ConflictKind.Shadowed => "shadowed",
        ConflictKind.NativeBeforeContainer => "native-before-container",
        ConflictKind.SplitLocalhost => "split-localhost",
        _ => "recorded-pid-gone",
    };
}
