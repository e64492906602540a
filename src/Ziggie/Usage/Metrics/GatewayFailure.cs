namespace Ziggie.Usage.Metrics;

/// <summary>Why a model request failed, as the metrics tell it: few kinds, whatever backends write.</summary>
internal enum GatewayFailure
{
    None,

    /// <summary>The request was malformed, too large, or cannot be said in the backend's dialect.</summary>
    BadRequest,
    Unauthorized,
    UnknownModel,
    RateLimited,
    QueueFull,

    /// <summary>The caller left before the end.</summary>
    ClientGone,

    /// <summary>No backend could be reached.</summary>
    Unreachable,
    Timeout,

    /// <summary>The backend answered with an error of its own.</summary>
    BackendError,

    /// <summary>The backend refused the request (4xx).</summary>
    BackendRefused,

    /// <summary>The reply broke off or was no reply.</summary>
    BrokenReply,
    Internal,
}

/// <summary>The failures' names in <c>error_type</c>.</summary>
internal static class GatewayFailures
{
    public static string Word(this GatewayFailure failure) => failure switch
    {
        GatewayFailure.None => "",
        GatewayFailure.BadRequest => "bad_request",
        GatewayFailure.Unauthorized => "unauthorized",
        GatewayFailure.UnknownModel => "unknown_model",
        GatewayFailure.RateLimited => "rate_limited",
        GatewayFailure.QueueFull => "queue_full",
        GatewayFailure.ClientGone => "client_gone",
        GatewayFailure.Unreachable => "unreachable",
        GatewayFailure.Timeout => "timeout",
        GatewayFailure.BackendError => "backend_error",
        GatewayFailure.BackendRefused => "backend_refused",
        GatewayFailure.BrokenReply => "broken_reply",
        _ => "internal",
    };
}
