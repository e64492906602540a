using Ziggie.Identity;
using Ziggie.Wire;

namespace Ziggie.Gateway;

/// <summary>The gateway for callers inside the process (conversations, later knowledge and agents): the same admission, routing, limits and metering as over HTTP.</summary>
public interface IFrontDoor
{
    /// <summary>Runs a request to its end, pushing the reply into <paramref name="sink"/> on one thread at a time. Failures come as the result, not as exceptions; only <paramref name="cancel"/> throws.</summary>
    Task<FrontDoorResult> CallAsync(Caller caller, ModelRequest request, FrontDoorOrigin origin, IReplySink sink, CancellationToken cancel);
}

/// <summary>Where an inner call comes from, for the usage record.</summary>
/// <param name="Door">e.g. <c>conversation</c>.</param>
public sealed record FrontDoorOrigin(string Door, string? Client, string? Address);

/// <summary>How an inner call ended.</summary>
/// <param name="Error">Null where the reply came to its proper end.</param>
public sealed record FrontDoorResult(WireError? Error, string? Backend, string? Model, string? Route, IReadOnlyList<string> Dropped);
