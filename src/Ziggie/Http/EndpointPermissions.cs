using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Ziggie.Identity;

namespace Ziggie.Http;

/// <summary>Metadata of an endpoint: who may call it. An endpoint without it is refused to everybody.</summary>
/// <param name="Any">One of these permissions suffices; <see cref="Permissions.None"/> with <paramref name="Open"/> false asks only for a signed-in caller.</param>
/// <param name="Open">No token needed.</param>
public sealed record EndpointAccess(Permissions Any, bool Open = false);

/// <summary>Declares who may call an endpoint or a group.</summary>
public static class EndpointPermissions
{
    /// <summary>Needs one of these permissions.</summary>
    public static TBuilder Needs<TBuilder>(this TBuilder builder, Permissions any) where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new EndpointAccess(any));

    /// <summary>Needs a signed-in caller of any role.</summary>
    public static TBuilder NeedsCaller<TBuilder>(this TBuilder builder) where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new EndpointAccess(Permissions.None));

    /// <summary>Open without a token; a caller who sends one is known all the same.</summary>
    public static TBuilder Open<TBuilder>(this TBuilder builder) where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new EndpointAccess(Permissions.None, Open: true));

    /// <summary>The caller resolved at the door; only where the endpoint is not open.</summary>
    public static Caller Caller(this HttpContext context) =>
        context.Features.Get<Caller>() ?? throw new InvalidOperationException("The endpoint is open, so there may be no caller.");
}
