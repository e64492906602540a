using Microsoft.AspNetCore.Http;

namespace Ziggie.Identity.Door;

/// <summary>Recognizes requests that Ziggie forwarded to itself, e.g. through a backend address that is its own.</summary>
public sealed class LoopCheck(InstanceId instance)
{
    public bool IsOwn(HttpContext context)
    {
        foreach (var via in context.Request.Headers.Via)
        {
            if (via is not null && via.Contains(instance.Pseudonym, StringComparison.OrdinalIgnoreCase)) return true;
        }
        return false;
    }
}
