using Ziggie.Doctor.Codes;
using Ziggie.Doctor.Findings;
using Ziggie.Doctor.Gathering;
using Ziggie.Machine.Listeners.Conflicts;

namespace Ziggie.Doctor.Checks.Ports;

/// <summary>P201.</summary>
internal sealed class SharedCheck : ICheck
{
    public string Name => "shared addresses";

    public IEnumerable<Finding> Look(Evidence evidence) => Touched.Conflicts(evidence, ConflictKind.Shared).Select(c => Of(evidence, c.Port, c.Conflict));

    private static Finding Of(Evidence evidence, PortReport port, PortConflict conflict)
    {
        var backends = Touched.Backends(evidence, port, conflict);
        var matters = backends.Count > 0 || Touched.IsZiggies(evidence, port);
        // Copies of one program that share a port may well be meant so, where nobody of ours is touched.
        var alike = conflict.Winners.SelectMany(l => l.Holders).Select(h => h.Name).Distinct().Count() <= 1;
        return new Finding(PortCodes.Shared, Evidence.TargetOf(port), conflict.Cause, "Find out which one is meant, and end the others by process id; look who started them, or they come back.")
        {
            Severity = matters ? Severity.Problem : alike ? Severity.Hint : Severity.Warning,
            Evidence = HolderLines.Of(evidence, port.Port, conflict.Winners),
            Explains = [.. backends.Select(b => b.Target)],
        };
    }
}
