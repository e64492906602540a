using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Ziggie.Backends.Upstream;

/// <summary>Where a backend listens: a host and port, by http or https; or within the process.</summary>
public sealed class UpstreamAddress
{
    private UpstreamAddress(string host, int port, bool tls, string basePath, bool isBuiltIn = false)
    {
        Host = host;
        Port = port;
        Tls = tls;
        BasePath = basePath;
        IsBuiltIn = isBuiltIn;
    }

    public string Host { get; }
    public int Port { get; }
    public bool Tls { get; }

    /// <summary>What stands before every path, without a slash at its end.</summary>
    public string BasePath { get; }

    /// <summary>Part of Ziggie: no address leads to it.</summary>
    public bool IsBuiltIn { get; }

    public static UpstreamAddress BuiltIn { get; } = new("localhost", 0, false, "/v1", isBuiltIn: true);

    /// <summary>The engine in a child process of this one.</summary>
    public static UpstreamAddress Engine { get; } = new("localhost", 0, false, "/v1", isBuiltIn: true);

    /// <summary>Value of the Host header.</summary>
    public string HostHeader => IsBuiltIn ? "localhost" : Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]:{Port}" : $"{Host}:{Port}";

    /// <summary>Reads a checked configuration value.</summary>
    public static UpstreamAddress Parse(string url)
    {
        var uri = new Uri(url);
        return new(uri.DnsSafeHost, uri.Port, uri.Scheme == "https", uri.AbsolutePath.TrimEnd('/'));
    }

    public async ValueTask<Socket> ConnectAsync(CancellationToken cancel)
    {
        // An IP literal needs no resolver; a name is tried at all its addresses by the runtime.
        var endpoint = IPAddress.TryParse(Host, out var address) ? (EndPoint)new IPEndPoint(address, Port) : new DnsEndPoint(Host, Port);
        var socket = address is null
            ? new Socket(SocketType.Stream, ProtocolType.Tcp)
            : new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        socket.NoDelay = true;
        return await ConnectAsync(socket, endpoint, cancel);
    }

    public override string ToString() => IsBuiltIn ? "built in" : new StringBuilder(Tls ? "https://" : "http://").Append(HostHeader).Append(BasePath).ToString();

    private static async ValueTask<Socket> ConnectAsync(Socket socket, EndPoint endpoint, CancellationToken cancel)
    {
        try
        {
            await socket.ConnectAsync(endpoint, cancel);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
