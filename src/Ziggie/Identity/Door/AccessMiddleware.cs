using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ziggie.Audit;
using Ziggie.Http;
using Ziggie.Wire;

namespace Ziggie.Identity.Door;

/// <summary>Finds out who calls and lets in who may. An endpoint that does not say who may call it is closed to everybody.</summary>
internal sealed class AccessMiddleware(RequestDelegate next, IAuthenticator authenticator, OriginCheck origins, IAudit audit)
{
    public Task InvokeAsync(HttpContext context)
    {
        var (caller, _, reason) = authenticator.Authenticate(context);
        // Routing's own answers to a wrong method or media type are endpoints too, but not ours.
        var endpoint = context.GetEndpoint() as RouteEndpoint;
        var access = endpoint?.Metadata.GetMetadata<EndpointAccess>();
        if (caller is not null) context.Features.Set(caller);

        if (!IsPublic(context.Request) && !origins.Allows(context, CredentialSent(caller))) return RefuseAsync(context, DoorErrors.ForeignOrigin);
        if (access is { Open: true }) return next(context);
        if (caller is null) return ErrorReply.WriteAsync(context, ModelPaths.ShapeOf(context.Request), new WireError(ErrorKind.Unauthorized, reason ?? "Sign in, or send a key."));
        if (endpoint is null) return next(context);
        if (access is null) return RefuseAsync(context, new WireError(ErrorKind.Forbidden, "Nobody may call this endpoint: it does not say who may."));
        if (access.Any != Permissions.None && !caller.May(access.Any)) return RefuseAsync(context, Missing(caller, access.Any));
        return next(context);
    }

    // Which keys sign is for everybody to know; other systems' pages read it.
    private static bool IsPublic(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) && request.Path.StartsWithSegments("/.well-known", StringComparison.Ordinal);

    private static bool CredentialSent(Caller? caller) => caller is { Kind: CallerKind.Token or CallerKind.Key };

    private static WireError Missing(Caller caller, Permissions needed) => new(ErrorKind.Forbidden, caller.KeyId is null
        ? $"The role {Rights.Word(caller.Role)} may not do this; it needs the right '{string.Join("' or '", Rights.Words(needed))}'."
        : $"The key '{caller.KeyName}' may not do this; it needs the scope '{string.Join("' or '", Rights.Words(needed))}'.");

    private Task RefuseAsync(HttpContext context, WireError error)
    {
        audit.Record(context.Act("access.denied", $"{context.Request.Method} {Shorten(context.Request.Path.Value ?? "")}", "denied", error.Code));
        return ErrorReply.WriteAsync(context, ModelPaths.ShapeOf(context.Request), error);
    }

    private static string Shorten(string path) => path.Length <= 200 ? path : path[..200];
}
