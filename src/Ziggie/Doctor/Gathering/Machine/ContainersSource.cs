using Ziggie.Machine.Containers;

namespace Ziggie.Doctor.Gathering.Machine;

/// <summary>The containers of this machine.</summary>
internal sealed class ContainersSource(IContainerEngine engine, TimeProvider time) : IEvidenceSource
{
    public string Name => "containers";

    public Stage Stage => Stage.Machine;

    public async Task<Func<Evidence, Evidence>> LookAsync(Evidence soFar, CancellationToken cancel)
    {
        var look = await LookAsync(cancel);
        return sum => sum with { Containers = look };
    }

    /// <summary>Who waits for the doctor waits less than the engine's client does: an engine that takes longer is said to hang, not that the look failed.</summary>
    private async Task<ContainersLook> LookAsync(CancellationToken cancel)
    {
        var started = time.GetTimestamp();
        try
        {
            return await engine.LookAsync(cancel);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            var waited = $"no answer within {time.GetElapsedTime(started).TotalSeconds:0.0} s";
            return new ContainersLook(time.GetUtcNow(), [], null, new EngineProblem(EngineTrouble.Hangs, $"The container engine does not answer ({waited}).", [$"the engine's socket: {waited}"]));
        }
    }
}
