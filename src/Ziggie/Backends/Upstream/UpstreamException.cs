namespace Ziggie.Backends.Upstream;

/// <summary>What went wrong with a backend, below any dialect.</summary>
public enum UpstreamFailure
{
    /// <summary>Nothing listens there.</summary>
    Refused,

    /// <summary>The name has no address.</summary>
    UnknownHost,

    /// <summary>No connection within the connect timeout.</summary>
    ConnectTimeout,

    /// <summary>TLS could not be agreed.</summary>
    Tls,

    /// <summary>The connection ended before or within the reply.</summary>
    Dropped,

    /// <summary>What came is not HTTP, or breaks its rules or bounds.</summary>
    Garbage,
}

/// <summary>A backend could not be reached or broke off.</summary>
internal sealed class UpstreamException(UpstreamFailure failure, string message, Exception? inner = null) : Exception(message, inner)
{
    public UpstreamFailure Failure { get; } = failure;

    /// <summary>The connection had been used before and not a byte of a reply came: the backend closed it while idle, so a fresh one may be tried.</summary>
    public bool Stale { get; init; }
}
