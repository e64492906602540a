using Microsoft.AspNetCore.Http;

namespace Ziggie.Identity;

/// <summary>Tells who makes a request, from memory alone: no database, no lock, no allocation that grows with keys or users.</summary>
public interface IAuthenticator
{
    /// <summary>Looks at Authorization, x-api-key, the cookie and the address, in this order.</summary>
    AuthenticationResult Authenticate(HttpContext context);
}

/// <summary>Either a caller or why there is none.</summary>
/// <param name="Status">401 or 403 where <paramref name="Caller"/> is null.</param>
/// <param name="Reason">For the caller: what was wrong and how to mend it.</param>
public readonly record struct AuthenticationResult(Caller? Caller, int Status, string? Reason);
