using System.Net;

namespace Ziggie.Doctor.Gathering.Machine;

/// <summary>Where Ziggie itself runs.</summary>
/// <param name="Container">How it is known that Ziggie is in a container, e.g. <c>/.dockerenv</c>; null where it is not.</param>
/// <param name="Addresses">Of this machine, or of Ziggie's network in it; without the loopback ones.</param>
internal sealed record Surroundings(string? Container, IReadOnlyList<IPAddress> Addresses)
{
    public static readonly Surroundings Unknown = new(null, []);
}
