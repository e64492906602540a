namespace Ziggie.Machine.Containers;

/// <summary>The container engine of this machine, Docker or one that speaks its API. An engine that is away is an answer too, never an exception.</summary>
internal interface IContainerEngine
{
    /// <summary>The containers as they are now or were a moment ago; many who ask at once share one look.</summary>
    Task<ContainersLook> LookAsync(CancellationToken cancel);
}
