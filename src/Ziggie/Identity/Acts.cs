using Microsoft.AspNetCore.Http;
using Ziggie.Audit;

namespace Ziggie.Identity;

/// <summary>Makes audit entries of what the caller of a request does.</summary>
public static class Acts
{
    /// <summary>Who and from where are taken from the request.</summary>
    public static AuditEntry Act(this HttpContext context, string action, string? target, string outcome = "ok", string? detail = null)
    {
        var caller = context.Features.Get<Caller>();
        var name = caller is null ? "-" : caller.KeyName is { } key ? $"{caller.UserName} (key {key})" : caller.UserName;
        return new AuditEntry(name, action, target, context.Connection.RemoteIpAddress?.ToString(), outcome, detail) { ActorId = caller?.UserId };
    }
}
