using Ziggie.Machine.Sampling;

namespace Ziggie.Doctor.Gathering.Machine;

/// <summary>The machine's figures: disks, memory, graphics cards.</summary>
internal sealed class MachineSource(MachineMonitor monitor) : IEvidenceSource
{
    public string Name => "machine";

    public Stage Stage => Stage.Machine;

    public async Task<Func<Evidence, Evidence>> LookAsync(Evidence soFar, CancellationToken cancel)
    {
        var stats = await monitor.StatsAsync(cancel);
        return sum => sum with { Machine = stats };
    }
}
