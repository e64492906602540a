using Ziggie.Doctor.Gathering.Machine;

namespace Ziggie.Doctor.Fixes.Processes;

/// <summary>Which processes Ziggie was started by, and which it started.</summary>
internal sealed class Kin(ProcessReader reader, int own)
{
    private const int Deepest = 64;

    public bool IsOurs(int pid) => IsBelow(pid, own) || IsBelow(own, pid);

    /// <summary>Whether a process is this one, or was started by it, directly or not.</summary>
    public bool IsBelow(int pid, int ancestor)
    {
        var at = pid;
        for (var depth = 0; depth < Deepest && at > 0; depth++)
        {
            if (at == ancestor) return true;
            at = reader.ParentOf(at);
        }
        return false;
    }
}
