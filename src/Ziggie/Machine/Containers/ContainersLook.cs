namespace Ziggie.Machine.Containers;

/// <summary>What the engine told at one moment.</summary>
/// <param name="Containers">Those that run, and those that stopped of late; empty where no engine answers.</param>
/// <param name="Engine">Who answered; null where nobody did.</param>
/// <param name="Problem">Why nobody did, or why something is missing; null where all is told.</param>
internal sealed record ContainersLook(DateTimeOffset At, IReadOnlyList<Container> Containers, EngineInfo? Engine, EngineProblem? Problem)
{
    /// <summary>By id, or by the beginning of one; null where there is none or several.</summary>
    public Container? Find(string id) => Containers.Where(c => c.Id.StartsWith(id, StringComparison.Ordinal)).Take(2).ToList() is [var one] ? one : null;
}

/// <summary>The engine that answered.</summary>
/// <param name="Name">Such as <c>Docker</c> or <c>Podman</c>.</param>
/// <param name="Socket">The path of its socket.</param>
internal sealed record EngineInfo(string Name, string Version, string ApiVersion, string Socket);

/// <summary>Why the engine is not reached.</summary>
/// <param name="Reason">A sentence or two: what is so, and how to mend it.</param>
/// <param name="Tried">Each place that was tried, with what was found there.</param>
internal sealed record EngineProblem(EngineTrouble Trouble, string Reason, IReadOnlyList<string> Tried);

/// <summary>What keeps an engine from answering.</summary>
internal enum EngineTrouble
{
    /// <summary>There is neither a socket nor a program of an engine.</summary>
    NotInstalled,

    /// <summary>An engine is installed or asked for, but its socket is not there: it does not run.</summary>
    SocketMissing,

    /// <summary>The socket is there, and this user may not use it.</summary>
    PermissionDenied,

    /// <summary>The socket is there, and nobody listens.</summary>
    Refused,

    /// <summary>It takes connections and does not answer in time.</summary>
    Hangs,

    /// <summary>It answers with something that is not Docker's API, with an error, or with too much.</summary>
    BadAnswer,

    /// <summary><c>DOCKER_HOST</c> names an engine that is not reached by a socket of this machine.</summary>
    NotLocal,
}
