using Microsoft.AspNetCore.Http;
using Ziggie.Wire;

namespace Ziggie.Identity.Door;

/// <summary>The whole door in one call without middlewares, for paths where every microsecond counts. Allocates nothing where it lets in.</summary>
public sealed class FrontCheck(HostCheck host, LoopCheck loop, OriginCheck origins, IAuthenticator authenticator)
{
    /// <summary>Host, loop, who calls, Origin, then whether it may.</summary>
    /// <param name="caller">Who calls, as far as it was found out.</param>
    /// <returns>What to answer instead (<see cref="Ziggie.Http.ErrorReply"/>), or null where the caller may come in.</returns>
    public WireError? Admit(HttpContext context, Permissions any, out Caller? caller)
    {
        caller = null;
        if (!host.Allows(context)) return DoorErrors.Misdirected;
        if (loop.IsOwn(context)) return DoorErrors.Loop;
        (caller, _, var reason) = authenticator.Authenticate(context);
        if (!origins.Allows(context, caller is { Kind: CallerKind.Token or CallerKind.Key })) return DoorErrors.ForeignOrigin;
        origins.MarkAnswer(context);
        if (caller is null) return DoorErrors.NotSignedIn(reason);
        return caller.May(any) ? null : DoorErrors.Missing(caller, any);
    }
}
