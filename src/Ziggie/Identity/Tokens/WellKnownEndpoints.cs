using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Ziggie.Http;

namespace Ziggie.Identity;

/// <summary>What other systems need to trust Ziggie's tokens. Public, and readable from any web page.</summary>
internal static class WellKnownEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var known = routes.MapGroup("/.well-known").Open().WithTags("Sign-in");
        known.MapGet("/jwks.json", KeySet).WithSummary("Public keys that verify access tokens");
        known.MapGet("/openid-configuration", Discovery).WithSummary("Issuer, key set and algorithms");
    }

    private static Ok<JsonWebKeySet> KeySet(SigningKeys keys, HttpContext context)
    {
        Publish(context);
        return TypedResults.Ok(new JsonWebKeySet([.. keys.Published.Select(k => new JsonWebKeyItem("EC", "P-256", k.X, k.Y, k.Kid, "sig", "ES256"))]));
    }

    private static Ok<DiscoveryDocument> Discovery(AccessTokens tokens, HttpContext context)
    {
        Publish(context);
        return TypedResults.Ok(new DiscoveryDocument(
            tokens.Issuer, tokens.Issuer + "/.well-known/jwks.json", ["ES256"], ["public"], ["iss", "aud", "exp", "nbf", "iat", "sub", "role", "sid", "preferred_username"]));
    }

    private static void Publish(HttpContext context)
    {
        context.Response.Headers.AccessControlAllowOrigin = "*";
        context.Response.Headers.CacheControl = "public, max-age=300";
    }
}
