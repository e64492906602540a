namespace Ziggie.Doctor.Gathering.Machine;

/// <summary>Processes that the evidence leads to: those that hold ports that backends point to or that are in conflict, those of containers, and Ziggie itself.</summary>
internal sealed class ProcessesSource(ProcessReader reader) : IEvidenceSource
{
    /// <summary>Of very many the rest says nothing new.</summary>
    private const int Most = 512;

    public string Name => "processes";

    public Stage Stage => Stage.Processes;

    public Task<Func<Evidence, Evidence>> LookAsync(Evidence soFar, CancellationToken cancel)
    {
        var processes = new Dictionary<int, ProcessEvidence>();
        foreach (var pid in Pids(soFar).Distinct().Take(Most))
        {
            cancel.ThrowIfCancellationRequested();
            if (reader.Read(pid) is { } process) processes[pid] = process;
        }
        return Task.FromResult<Func<Evidence, Evidence>>(sum => sum with { Processes = processes });
    }

    private static IEnumerable<int> Pids(Evidence evidence)
    {
        yield return Environment.ProcessId;
        var wanted = evidence.Backends.Select(b => b.Port).Append(evidence.Subjects.Url.Port).ToHashSet();
        foreach (var port in evidence.Ports.Where(p => p.Conflicts.Count > 0 || wanted.Contains(p.Port)))
            foreach (var holder in port.Listeners.SelectMany(l => l.Holders)) yield return holder.Pid;
        foreach (var container in evidence.Containers?.Containers ?? [])
            if (container.Pid is { } pid) yield return pid;
    }
}
