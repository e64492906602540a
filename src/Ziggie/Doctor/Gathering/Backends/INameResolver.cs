using System.Net;
using System.Net.Sockets;

namespace Ziggie.Doctor.Gathering.Backends;

/// <summary>Looks host names up as the programs of this machine do.</summary>
internal interface INameResolver
{
    /// <summary>Throws <see cref="SocketException"/> where the name has no address or nobody answers.</summary>
    Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancel);
}

/// <summary>The system's resolver: hosts file, then its name servers.</summary>
internal sealed class SystemResolver : INameResolver
{
    public Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancel) => Dns.GetHostAddressesAsync(host, cancel);
}
