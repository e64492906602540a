using System.Globalization;
using Ziggie.Doctor.Checks.Common;
using Ziggie.Doctor.Gathering;
using Ziggie.Doctor.Gathering.Machine;
using Ziggie.Machine.Containers;
using Ziggie.Machine.Listeners;

namespace Ziggie.Doctor.Checks.Ports;

/// <summary>Who holds the sockets of a conflict, as evidence.</summary>
internal static class HolderLines
{
    private const int Most = 8;
    private const int MostCommand = 160;
    private const int MostVariables = 5;

    /// <summary>The table, those who opened a socket and have ended, and each holder.</summary>
    public static List<string> Of(Evidence evidence, int port, IReadOnlyList<Listener> listeners)
    {
        List<string> lines = [Shown.Listeners(evidence, port)];
        foreach (var gone in listeners.Where(l => l is { RecordedPidGone: true, RecordedPid: not null }).Take(Most))
            lines.Add(Shown.Line($"ps -p {gone.RecordedPid}", $"nothing: it opened {Shown.Host(gone.Address)}:{gone.Port} and has ended; {string.Join(", ", gone.Holders.Select(h => $"process {h.Pid}"))} inherited the socket"));
        lines.AddRange(listeners.SelectMany(l => l.Holders).DistinctBy(h => h.Pid).Take(Most).Select(h => Line(h, evidence.Process(h.Pid))));
        return lines;
    }

    /// <summary>Addresses that a container was given and a native copy was not.</summary>
    public static IEnumerable<string> Missing(Evidence evidence, Container container, IReadOnlyList<Listener> natives)
    {
        foreach (var process in natives.SelectMany(l => l.Holders).Select(h => evidence.Process(h.Pid)).OfType<ProcessEvidence>().Where(p => p.Environment is not null).Take(1))
        {
            var missing = AddressVariables.Of(container.Environment.Names.Where(n => !process.Environment!.ContainsKey(n)).Select(n => KeyValuePair.Create(n, container.Environment[n] ?? ""))).Take(MostVariables).ToList();
            foreach (var variable in missing)
            {
                var inner = Inside.Named(evidence, variable.Host).Any() ? $"; {variable.Host} is a name that only containers know" : "";
                yield return Shown.Line($"tr '\\0' '\\n' < /proc/{process.Pid}/environ | grep -c ^{variable.Name}=", $"0: the native program lacks {variable.Name}, which the container {container.Name} has ({variable.Place}{inner})");
            }
        }
    }

    private static string Line(Holder holder, ProcessEvidence? process)
    {
        var command = process?.CommandLine is { Length: > 0 } line ? line : holder.CommandLine.Length > 0 ? holder.CommandLine : holder.Name;
        var orphan = holder.ParentPid == 1 ? " (it belongs to no terminal or parent any more, or to the service manager)" : "";
        var folder = process?.WorkingDirectory is { } working ? $", in {working}" : "";
        return Shown.Line(
            $"ps -o ppid,user,lstart,args -p {holder.Pid}",
            string.Create(CultureInfo.InvariantCulture, $"parent {holder.ParentPid}{orphan}, {holder.User ?? holder.UserId?.ToString(CultureInfo.InvariantCulture) ?? "user unknown"}, {(holder.Started is { } at ? $"since {at:yyyy-MM-dd HH:mm} UTC" : "start unknown")}: {(command.Length <= MostCommand ? command : command[..MostCommand] + "…")}{folder}"));
    }
}
