using Ziggie.Machine.Containers;

namespace Ziggie.Doctor.Gathering.Machine;

/// <summary>The containers of this machine.</summary>
internal sealed class ContainersSource(IContainerEngine engine) : IEvidenceSource
{
    public string Name => "containers";

    public Stage Stage => Stage.Machine;

    public async Task<Func<Evidence, Evidence>> LookAsync(Evidence soFar, CancellationToken cancel)
    {
        var look = await AskAsync(soFar.At, cancel);
        return sum => sum with { Containers = look };
    }

    /// <summary>An engine that is slower than an examination may take is an answer too.</summary>
    private async Task<ContainersLook> AskAsync(DateTimeOffset at, CancellationToken cancel)
    {
        try
        {
            return await engine.LookAsync(cancel);
        }
        catch (OperationCanceledException)
        {
            return new ContainersLook(at, [], null, new EngineProblem(EngineTrouble.Hangs, "The container engine does not answer in time.", []));
        }
    }
}
