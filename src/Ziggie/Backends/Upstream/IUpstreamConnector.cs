using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Ziggie.Transport;

namespace Ziggie.Backends.Upstream;

/// <summary>Opens transports to one backend.</summary>
internal interface IUpstreamConnector
{
    UpstreamAddress Address { get; }

    ValueTask<UpstreamTransport> ConnectAsync(CancellationToken cancel);
}

/// <summary>Over TCP, with TLS where the address says https.</summary>
internal sealed class SocketConnector(UpstreamAddress address) : IUpstreamConnector
{
    public UpstreamAddress Address => address;

    public async ValueTask<UpstreamTransport> ConnectAsync(CancellationToken cancel) => address.Tls
        ? await TlsTransport.OpenAsync(await address.ConnectAsync(cancel), address.Host, cancel)
        : new SocketTransport(await ReadySocket.ConnectAsync(address.Host, address.Port, cancel));
}

/// <summary>Over a Unix socket, to the engine's process.</summary>
internal sealed class EngineConnector(IEngine engine) : IUpstreamConnector
{
    public UpstreamAddress Address { get; } = UpstreamAddress.Engine;

    public async ValueTask<UpstreamTransport> ConnectAsync(CancellationToken cancel)
    {
        try
        {
            return await ConnectAsync(await engine.SocketAsync(cancel), cancel);
        }
        catch (SocketException)
        {
            return await ConnectAsync(await engine.NewSocketAsync(cancel), cancel);
        }
    }

    private static async ValueTask<UpstreamTransport> ConnectAsync(string path, CancellationToken cancel) =>
        new SocketTransport(await ReadySocket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancel));
}

/// <summary>Within the process, to the built-in simulator.</summary>
internal sealed class MemoryConnector(Func<CancellationToken, ValueTask<ConnectionContext>> connect) : IUpstreamConnector
{
    public UpstreamAddress Address { get; } = UpstreamAddress.BuiltIn;

    public async ValueTask<UpstreamTransport> ConnectAsync(CancellationToken cancel) => new MemoryTransport(await connect(cancel));
}
