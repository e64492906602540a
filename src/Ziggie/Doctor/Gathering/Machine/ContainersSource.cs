using Ziggie.Machine.Containers;

namespace Ziggie.Doctor.Gathering.Machine;

/// <summary>The containers of this machine.</summary>
internal sealed class ContainersSource(IContainerEngine engine) : IEvidenceSource
{
    public string Name => "containers";

    public Stage Stage => Stage.Machine;

    public async Task<Func<Evidence, Evidence>> LookAsync(Evidence soFar, CancellationToken cancel)
    {
        var look = await engine.LookAsync(cancel);
        return sum => sum with { Containers = look };
    }
}
