using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;

namespace Ziggie.Doctor.Gathering.Backends;

/// <summary>Finds out what takes connections and does not answer HTTP: (1) what it says to a plain request, (2) whether it speaks TLS.</summary>
internal sealed class WireLook(TimeProvider time)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(300);
    private const int Most = 64;

    public async Task<WireEvidence> LookAsync(Uri url, IPAddress address, CancellationToken cancel)
    {
        var (plain, tls) = (PlainAsync(url, address, cancel), TlsAsync(url, address, cancel));
        return new WireEvidence(await plain, await tls);
    }

    private Task<byte[]> PlainAsync(Uri url, IPAddress address, CancellationToken cancel) => TryAsync<byte[]>(
        url, address, [],
        async (stream, limit) =>
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"GET / HTTP/1.1\r\nHost: {url.Authority}\r\nConnection: close\r\n\r\n"), limit);
            var first = new byte[Most];
            return first[..await stream.ReadAsync(first, limit)];
        },
        cancel);

    private Task<bool> TlsAsync(Uri url, IPAddress address, CancellationToken cancel) => TryAsync(
        url, address, false,
        async (stream, limit) =>
        {
            await using var tls = new SslStream(stream, leaveInnerStreamOpen: true);
            // Nothing is sent over it: whose certificate it is does not matter here.
            await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = url.DnsSafeHost, RemoteCertificateValidationCallback = static (_, certificate, _, _) => certificate is not null }, limit);
            return true;
        },
        cancel);

    private async Task<T> TryAsync<T>(Uri url, IPAddress address, T nothing, Func<NetworkStream, CancellationToken, Task<T>> talk, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        await using var timer = time.CreateTimer(static s => ((CancellationTokenSource)s!).Cancel(), limit, s_patience, Timeout.InfiniteTimeSpan);
        using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(address, url.Port, limit.Token);
            await using var stream = new NetworkStream(socket, ownsSocket: false);
            return await talk(stream, limit.Token);
        }
        catch (Exception e) when (e is SocketException or IOException or AuthenticationException or OperationCanceledException)
        {
            return nothing;
        }
    }
}
