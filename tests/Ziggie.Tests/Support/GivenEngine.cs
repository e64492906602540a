using Ziggie.Machine.Containers;

namespace Ziggie.Tests.Support;

/// <summary>An engine that tells what it is given.</summary>
internal sealed class GivenEngine : IContainerEngine
{
    public IReadOnlyList<Container> Containers { get; set; } = [];

    public EngineProblem? Problem { get; set; }

    /// <summary>Where there is one, no answer comes before it.</summary>
    public TaskCompletionSource? Hold { get; set; }

    public int Looks { get; private set; }

    public async Task<ContainersLook> LookAsync(CancellationToken cancel)
    {
        Looks++;
        if (Hold is not null) await Hold.Task.WaitAsync(cancel);
        return new ContainersLook(default, Problem is null ? Containers : [], Problem is null ? new EngineInfo("Docker", "27.1", "1.46", "/var/run/docker.sock") : null, Problem);
    }
}
