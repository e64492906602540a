using Ziggie.Wire;

namespace Ziggie.Simulator;

/// <summary>Failures by their HTTP status.</summary>
internal static class StatusErrors
{
    public static WireError Of(int status, string message) => new(Kind(status), message);

    private static ErrorKind Kind(int status) => status switch
    {
        401 => ErrorKind.Unauthorized,
        403 => ErrorKind.Forbidden,
        404 => ErrorKind.NotFound,
        405 => ErrorKind.MethodNotAllowed,
        413 => ErrorKind.TooLarge,
        429 => ErrorKind.RateLimited,
        502 => ErrorKind.Backend,
        503 or 529 => ErrorKind.Overloaded,
        504 => ErrorKind.Timeout,
        >= 500 => ErrorKind.Internal,
        _ => ErrorKind.BadRequest,
    };
}
