using Ziggie.Doctor.Checks.Common;
using Ziggie.Doctor.Codes;
using Ziggie.Doctor.Findings;
using Ziggie.Doctor.Gathering;
using Ziggie.Machine.Listeners;
using Ziggie.Machine.Listeners.Conflicts;

namespace Ziggie.Doctor.Checks.Ports;

/// <summary>P203.</summary>
internal sealed class NativeBeforeContainerCheck : ICheck
{
    private const int MostNamed = 6;

    public string Name => "native programs before containers";

    public IEnumerable<Finding> Look(Evidence evidence) => Touched.Conflicts(evidence, ConflictKind.NativeBeforeContainer).Select(c => Of(evidence, c.Port, c.Conflict));

    private static Finding Of(Evidence evidence, PortReport port, PortConflict conflict)
    {
        var backends = Touched.Backends(evidence, port, conflict);
        var container = Inside.Publisher(evidence, port.Port)?.Container;
        var holders = conflict.Winners.SelectMany(l => l.Holders).DistinctBy(h => h.Pid).ToList();
        var to = string.Join(" and ", conflict.To.Select(t => $"{t}:{port.Port}"));
        var lines = HolderLines.Of(evidence, port.Port, conflict.Winners);
        if (container is not null)
        {
            lines.Add(Shown.Line($"docker ps --filter publish={port.Port}", $"{container.Name} ({container.Image}), {container.State.ToString().ToLowerInvariant()}{(container.Health is Ziggie.Machine.Containers.ContainerHealth.None ? "" : $", {container.Health.ToString().ToLowerInvariant()}")}"));
            lines.AddRange(HolderLines.Missing(evidence, container, conflict.Winners));
        }
        var gone = conflict.Winners.Where(l => l is { RecordedPidGone: true, RecordedPid: not null }).Select(l => l.RecordedPid).Distinct().ToList();
        return new Finding(
            PortCodes.NativeBeforeContainer, Evidence.TargetOf(port),
            $"Callers of {to} reach {Named(holders)}, outside of containers, and never {(container is null ? "the container" : $"the container {container.Name}")} that publishes port {port.Port}: the more specific address wins."
            + (gone.Count == 0 ? "" : $" {(gone.Count == 1 ? $"Process {gone[0]}, which opened the socket, has ended" : $"The processes that opened the sockets ({string.Join(", ", gone.Take(MostNamed))}) have ended")}; children that inherited {(gone.Count == 1 ? "it hold it" : "them hold them")}.")
            + " Restarting the container changes nothing.",
            holders.Count == 0
                ? $"Find the native program (as root: ss -ltnp 'sport = :{port.Port}') and end it, or publish the container on another port."
                : $"End the native {(holders.Count == 1 ? "process" : "processes")} {string.Join(", ", holders.Take(MostNamed).Select(h => h.Pid))}{(holders.Count > MostNamed ? " …" : "")}; if that program is the one that is meant, stop the container or publish it on another port.")
        {
            Severity = backends.Count > 0 || Touched.IsZiggies(evidence, port) ? Severity.Problem : Severity.Warning,
            Evidence = lines,
            Explains = [.. backends.Select(b => b.Target), .. holders.Select(h => $"process:{h.Pid}")],
        };
    }

    private static string Named(List<Holder> holders) => holders.Count switch
    {
        0 => "a program that may not be seen",
        1 => $"{holders[0].Name} (process {holders[0].Pid})",
        _ => $"{string.Join(", ", holders.Take(MostNamed).Select(h => $"{h.Name} (process {h.Pid})"))}{(holders.Count > MostNamed ? $" and {holders.Count - MostNamed} more" : "")}",
    };
}
