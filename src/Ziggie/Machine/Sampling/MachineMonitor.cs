using Ziggie.Machine.Sampling.Processes;

namespace Ziggie.Machine.Sampling;

/// <summary>How the machine is, for whoever asks. It looks at nothing by itself.</summary>
internal sealed class MachineMonitor(MachineSampler machine, ProcessSampler processes, TimeProvider time) : IDisposable
{
    private readonly LookPace _machinePace = new(time);
    private readonly LookPace _processPace = new(time);

    /// <summary>Each look that tells something, once, whoever asked for it. Called before anybody else may look.</summary>
    public event Action<MachineStats>? Looked;

    public Task<MachineStats> StatsAsync(CancellationToken cancel) => _machinePace.TakeAsync(LookAsync, _ => machine.Last!, cancel);

    /// <summary>The processes that take most of the processors or of memory.</summary>
    public Task<ProcessList> ProcessesAsync(ProcessSort sort, int limit, CancellationToken cancel) =>
        _processPace.TakeAsync(Look, seconds => processes.List(sort, limit, seconds), cancel);

    public void Dispose()
    {
        _machinePace.Dispose();
        _processPace.Dispose();
    }

    private async Task LookAsync(double seconds, CancellationToken cancel)
    {
        await machine.LookAsync(seconds, cancel);
        if (seconds > 0) Looked?.Invoke(machine.Last!);
    }

    private Task Look(double seconds, CancellationToken cancel)
    {
        processes.Look(seconds);
        return Task.CompletedTask;
    }
}
