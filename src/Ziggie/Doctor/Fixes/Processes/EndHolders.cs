using Ziggie.Doctor.Codes;
using Ziggie.Doctor.Findings;
using Ziggie.Doctor.Gathering;
using Ziggie.Doctor.Gathering.Machine;
using Ziggie.Machine.Listeners;
using Ziggie.Machine.Listeners.Conflicts;

namespace Ziggie.Doctor.Fixes.Processes;

/// <summary>Ends the native processes that hold a port in another's place: all that hold the socket, or none.</summary>
internal sealed class EndHolders(ProcessReader reader, TimeProvider time) : IFix
{
    private const int Most = 32;

    public FixPlan? Plan(Finding finding, Evidence evidence)
    {
        var stale = Stale(finding, evidence);
        if (stale.Count == 0 || stale.Any(l => l.Holders.Count == 0 || SameServer.IsOfContainer(l))) return null;
        var holders = stale.SelectMany(l => l.Holders).DistinctBy(h => h.Pid).ToList();
        var kin = new Kin(reader, evidence.OwnPid);
        if (holders.Count > Most || !holders.TrueForAll(h => MayEnd(h, evidence, kin))) return null;
        // Those that start others go first.
        var group = new ProcessGroup([.. holders.Select(h => evidence.Process(h.Pid)!).OrderBy(p => holders.Any(h => h.Pid == p.ParentPid)).ThenBy(p => p.Pid)], reader);
        return new FixPlan([.. group.Processes.Select(p => new EndProcess(p, group, time))]) { Holds = group };
    }

    private static List<Listener> Stale(Finding finding, Evidence evidence)
    {
        if (evidence.Ports.FirstOrDefault(p => p is { Protocol: IpProtocol.Tcp, Namespace: 0 } && Evidence.TargetOf(p) == finding.Target) is not { } port) return [];
        return finding.Code.Code switch
        {
            // Who stands before a container is in the way, whoever he is: the plan names him.
            var code when code == PortCodes.NativeBeforeContainer.Code => [.. Winners(port, ConflictKind.NativeBeforeContainer)],
            // Here both could be meant: only what is known to be left over.
            var code when code == PortCodes.Shadowed.Code => [.. Winners(port, ConflictKind.Shadowed).Where(l => l.RecordedPidGone)],
            var code when code == PortCodes.Shared.Code && Winners(port, ConflictKind.Shared).Any(l => !l.RecordedPidGone) => [.. Winners(port, ConflictKind.Shared).Where(l => l.RecordedPidGone)],
            _ => [],
        };
    }

    private static IEnumerable<Listener> Winners(PortReport port, ConflictKind kind) => port.Conflicts.Where(c => c.Kind == kind).SelectMany(c => c.Winners).Distinct();

    private static bool MayEnd(Holder holder, Evidence evidence, Kin kin)
    {
        if (holder.Pid <= 1 || holder.Container is not null || holder.IsPublisher || evidence.Process(holder.Pid) is not { UserId: { } user } process || evidence.Process(evidence.OwnPid) is not { UserId: { } own } ziggie) return false;
        var contained = process.Network != ziggie.Network || evidence.Containers?.Containers.Any(c => c.Pid is { } first && kin.IsBelow(holder.Pid, first)) == true;
        return !contained && (own == 0 || own == user) && !kin.IsOurs(holder.Pid);
    }
}
