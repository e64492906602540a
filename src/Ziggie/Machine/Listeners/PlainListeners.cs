using System.Net;
using System.Net.NetworkInformation;

namespace Ziggie.Machine.Listeners;

/// <summary>What the runtime tells on every platform: addresses and ports, without who holds them.</summary>
internal sealed class PlainListeners : IListenerReader
{
    public const string Note = "Which process holds a socket is not available on this platform.";

    public ListenerTable Read()
    {
        var network = IPGlobalProperties.GetIPGlobalProperties();
        return new ListenerTable([.. Rows(IpProtocol.Tcp, network.GetActiveTcpListeners()), .. Rows(IpProtocol.Udp, network.GetActiveUdpListeners())], [Note]);
    }

    public IReadOnlyList<Listener> At(int port) =>
        [.. Rows(IpProtocol.Tcp, IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners()).Where(l => l.Port == port)];

    private static IEnumerable<Listener> Rows(IpProtocol protocol, IPEndPoint[] ends) =>
        ends.Select(e => new Listener { Protocol = protocol, Address = e.Address, Port = e.Port }).OrderBy(l => l.Port);
}
