using Ziggie.Machine.Sampling.Processes;

namespace Ziggie.Machine.Sampling;

/// <summary>How the machine is, for whoever asks. Nothing is looked at while nobody does.</summary>
internal sealed class MachineMonitor(MachineSampler machine, ProcessSampler processes, TimeProvider time) : IDisposable
{
    private readonly LookPace _machinePace = new(time);
    private readonly LookPace _processPace = new(time);

    public Task<MachineStats> StatsAsync(CancellationToken cancel) => _machinePace.TakeAsync(machine.LookAsync, _ => machine.Last!, cancel);

    /// <summary>The processes that take most of the processors or of memory.</summary>
    public Task<ProcessList> ProcessesAsync(ProcessSort sort, int limit, CancellationToken cancel) =>
        _processPace.TakeAsync(Look, seconds => processes.List(sort, limit, seconds), cancel);

    public void Dispose()
    {
        _machinePace.Dispose();
        _processPace.Dispose();
    }

    private Task Look(double seconds, CancellationToken cancel)
    {
        processes.Look(seconds);
        return Task.CompletedTask;
    }
}
