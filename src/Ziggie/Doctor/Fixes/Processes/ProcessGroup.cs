using Ziggie.Doctor.Gathering.Machine;

namespace Ziggie.Doctor.Fixes.Processes;

/// <summary>Processes that are ended together: all are taken hold of, and known to be those that were shown, before the first is ended. One that ends with another is then no surprise.</summary>
internal sealed class ProcessGroup(IReadOnlyList<ProcessEvidence> processes, ProcessReader reader) : IDisposable
{
    private readonly Dictionary<int, HeldProcess> _held = [];

    public IReadOnlyList<ProcessEvidence> Processes { get; } = processes;

    /// <exception cref="TargetChangedException">One of them is not what it was; none was touched.</exception>
    public HeldProcess Hold(int pid)
    {
        if (_held.Count == 0) HoldAll();
        return _held[pid];
    }

    public void Dispose()
    {
        foreach (var held in _held.Values) held.Dispose();
        _held.Clear();
    }

    private void HoldAll()
    {
        try
        {
            foreach (var process in Processes)
            {
                _held[process.Pid] = HeldProcess.Hold(process.Pid) ?? throw Gone(process);
                // From here on the pid can't be given to another.
                if (reader.Identify(process.Pid) != process.Identity) throw Gone(process);
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    private static TargetChangedException Gone(ProcessEvidence process) => new($"Process {process.Pid} is not the one that was shown: that one has ended.");
}
