using Microsoft.AspNetCore.Http;
using Ziggie.Http;

namespace Ziggie.Audit;

/// <summary>Recording what an endpoint did.</summary>
public static class AuditCalls
{
    /// <summary>Records that the caller of this request did <paramref name="action"/>.</summary>
    public static void Audit(this HttpContext context, IAudit audit, string action, string? target, string outcome = "ok", string? detail = null)
    {
        var caller = context.Caller();
        audit.Record(new AuditEntry(caller.KeyName ?? caller.UserName, action, target, context.Connection.RemoteIpAddress?.ToString(), outcome, detail) { ActorId = caller.UserId });
    }
}
