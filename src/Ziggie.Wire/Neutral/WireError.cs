namespace Ziggie.Wire;

/// <summary>Why a request failed, independent of dialect; each dialect has its own word for it.</summary>
public enum ErrorKind
{
    /// <summary>400: the request itself is wrong.</summary>
    BadRequest,

    /// <summary>401: no valid key or token.</summary>
    Unauthorized,

    /// <summary>403: the key or role may not do this.</summary>
    Forbidden,

    /// <summary>404: no such model or thing.</summary>
    NotFound,

    /// <summary>405: not with this method.</summary>
    MethodNotAllowed,

    /// <summary>413: the body is larger than allowed.</summary>
    TooLarge,

    /// <summary>421: the Host header names another server.</summary>
    Misdirected,

    /// <summary>429: a limit of the key, or of the backend.</summary>
    RateLimited,

    /// <summary>500: a fault in Ziggie.</summary>
    Internal,

    /// <summary>502: the backend failed or answered nonsense.</summary>
    Backend,

    /// <summary>503: the queue is full or no backend is up.</summary>
    Overloaded,

    /// <summary>504: a phase took longer than it may.</summary>
    Timeout,

    /// <summary>508: the request came back to Ziggie itself.</summary>
    Loop,
}

/// <summary>A failure to be told to a caller.</summary>
/// <param name="Message">What was wrong, where, and how to mend it: one or two sentences.</param>
/// <param name="Code">A stable machine word, e.g. <c>model_not_found</c>.</param>
/// <param name="Param">The field at fault, e.g. <c>messages[0].content</c>.</param>
public sealed record WireError(ErrorKind Kind, string Message, string? Code = null, string? Param = null)
{
    /// <summary>Sent as <c>Retry-After</c>.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>HTTP status of the kind.</summary>
    public int Status => Kind switch
    {
        ErrorKind.BadRequest => 400,
        ErrorKind.Unauthorized => 401,
        ErrorKind.Forbidden => 403,
        ErrorKind.NotFound => 404,
        ErrorKind.MethodNotAllowed => 405,
        ErrorKind.TooLarge => 413,
        ErrorKind.Misdirected => 421,
        ErrorKind.RateLimited => 429,
        ErrorKind.Backend => 502,
        ErrorKind.Overloaded => 503,
        ErrorKind.Timeout => 504,
        ErrorKind.Loop => 508,
        _ => 500,
    };
}

/// <summary>A request or reply that breaks its dialect's rules. The message is for the caller.</summary>
public sealed class WireException(WireError error) : Exception(error.Message)
{
    /// <summary>A 400 that names the field.</summary>
    public WireException(string message, string? param = null, string? code = null)
        : this(new WireError(ErrorKind.BadRequest, message, code, param))
    {
    }

    public WireError Error { get; } = error;
}
