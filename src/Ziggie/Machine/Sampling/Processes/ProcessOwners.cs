using System.Globalization;
using Ziggie.Machine.Files;

namespace Ziggie.Machine.Sampling.Processes;

/// <summary>Whose a process is. Not thread-safe.</summary>
internal sealed class ProcessOwners(MachineRoots roots, TimeProvider time)
{
    private static readonly TimeSpan s_lookAgain = TimeSpan.FromMinutes(1);
    private readonly SmallFile _file = new();
    private readonly UserNames _names = new(roots.EtcFile("passwd"));
    private long _readAt;

    /// <summary>The user's name; its number where the machine has no name for it; null where the process is gone.</summary>
    public string? Of(int pid)
    {
        if (!_file.TryRead(roots.ProcFile($"{pid}/status"), out var text)) return null;
        return ProcessStatus.EffectiveUser(text) is { } user ? Name((uint)user) : null;
    }

    private string Name(long user)
    {
        if (_readAt == 0 || time.GetElapsedTime(_readAt) > s_lookAgain)
        {
            _names.Refresh();
            _readAt = time.GetTimestamp();
        }
        return _names.Of(user) ?? user.ToString(CultureInfo.InvariantCulture);
    }
}
