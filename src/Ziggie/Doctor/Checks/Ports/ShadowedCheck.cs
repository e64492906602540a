using Ziggie.Doctor.Codes;
using Ziggie.Doctor.Findings;
using Ziggie.Doctor.Gathering;
using Ziggie.Machine.Listeners.Conflicts;

namespace Ziggie.Doctor.Checks.Ports;

/// <summary>P202: one hides another at an address, or localhost means two.</summary>
internal sealed class ShadowedCheck : ICheck
{
    public string Name => "hidden listeners";

    public IEnumerable<Finding> Look(Evidence evidence) => Touched.Conflicts(evidence, ConflictKind.Shadowed, ConflictKind.SplitLocalhost).Select(c => Of(evidence, c.Port, c.Conflict));

    private static Finding Of(Evidence evidence, PortReport port, PortConflict conflict)
    {
        var backends = Touched.Backends(evidence, port, conflict);
        var split = conflict.Kind == ConflictKind.SplitLocalhost;
        var matters = backends.Count > 0 || Touched.IsZiggies(evidence, port) && !split;
        return new Finding(PortCodes.Shadowed, Evidence.TargetOf(port), conflict.Cause, conflict.Fix)
        {
            Severity = !matters ? split ? Severity.Hint : Severity.Warning : split && backends.All(b => b.IsWell) ? Severity.Warning : Severity.Problem,
            Evidence = HolderLines.Of(evidence, port.Port, [.. conflict.Winners, .. conflict.Losers]),
            Explains = [.. backends.Where(b => !split || !b.IsWell).Select(b => b.Target)],
        };
    }
}
