using Microsoft.AspNetCore.Http;
using Ziggie.Wire;

namespace Ziggie.Identity.Door;

internal sealed class DoorChecks
{
    public WireError? Refuse(HttpContext context) => null;
    public WireError? RefuseOrigin(HttpContext context, Caller caller) => null;
}
