using Ziggie.Wire;

namespace Ziggie.Identity.Door;

/// <summary>What the door says to those it does not let in.</summary>
public static class DoorErrors
{
    public static WireError Misdirected { get; } = new(
        ErrorKind.Misdirected, "The Host header names another server. Use this one's address or localhost, or list the name in server.hosts.");

    public static WireError Loop { get; } = new(
        ErrorKind.Loop, "The request came back to the Ziggie that forwarded it. One of its backends points at Ziggie itself: correct that backend's url.");

    public static WireError ForeignOrigin { get; } = new(
        ErrorKind.Forbidden, "The request comes from a web page of another origin. List that origin in server.corsOrigins, or send a key.", "foreign_origin");
}
