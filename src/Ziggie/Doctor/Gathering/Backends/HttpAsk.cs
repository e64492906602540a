using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using Ziggie.Settings;

namespace Ziggie.Doctor.Gathering.Backends;

/// <summary>One GET, at exactly one address: no proxy, no redirect, no second try; small and soon, or said to be neither.</summary>
internal sealed class HttpAsk(TimeProvider time)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(1000);
    private const int MostBody = 256 << 10;

    /// <param name="path">Below the host, base path included.</param>
    /// <param name="hostHeader">Sent in place of the URL's host.</param>
    public async Task<HttpEvidence> GetAsync(BackendSettings backend, Uri url, IPAddress via, string path, string? hostHeader, CancellationToken cancel)
    {
        var started = time.GetTimestamp();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        await using var timer = time.CreateTimer(static s => ((CancellationTokenSource)s!).Cancel(), limit, s_patience, Timeout.InfiniteTimeSpan);
        using var handler = Handler(via, url.Port);
        using var client = new HttpClient(handler, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(url, path)) { Version = HttpVersion.Version11 };
        foreach (var (name, value) in backend.Headers) request.Headers.TryAddWithoutValidation(name, value);
        Authorize(request, backend);
        if (hostHeader is not null) request.Headers.Host = hostHeader;
        var evidence = new HttpEvidence(path, hostHeader, via, HttpOutcome.NoHead, TimeSpan.Zero);
        try
        {
            using var reply = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            evidence = evidence with
            {
                Outcome = HttpOutcome.NoEnd,
                Status = (int)reply.StatusCode,
                Server = reply.Headers.TryGetValues("Server", out var server) ? string.Join(' ', server) : null,
                ContentType = reply.Content.Headers.ContentType?.MediaType,
                Date = reply.Headers.Date,
                Location = reply.Headers.Location?.ToString(),
            };
            var body = await ReadAsync(reply.Content, limit.Token);
            return evidence with { Outcome = HttpOutcome.Answered, Body = body, Took = time.GetElapsedTime(started) };
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested || limit.IsCancellationRequested)
        {
            return evidence with { Error = $"not within {s_patience.TotalSeconds:0.0} s", Took = time.GetElapsedTime(started) };
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return evidence with { Outcome = Outcome(e), Error = (e.InnerException ?? e).Message, Took = time.GetElapsedTime(started) };
        }
    }

    private static SocketsHttpHandler Handler(IPAddress via, int port) => new()
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        MaxResponseHeadersLength = 64,
        ConnectCallback = async (_, cancel) =>
        {
            var socket = new Socket(via.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(via, port, cancel);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        },
    };

    private static void Authorize(HttpRequestMessage request, BackendSettings backend)
    {
        if (backend.ApiKey is not { Length: > 0 } key) return;
        if (backend.Type == BackendType.Anthropic)
        {
            request.Headers.TryAddWithoutValidation("x-api-key", key);
            request.Headers.TryAddWithoutValidation("anthropic-version", "2023-06-01");
        }
        else request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {key}");
    }

    private static async Task<byte[]> ReadAsync(HttpContent content, CancellationToken cancel)
    {
        await using var stream = await content.ReadAsStreamAsync(cancel);
        var body = new byte[MostBody];
        var length = await stream.ReadAtLeastAsync(body, MostBody, throwOnEndOfStream: false, cancel);
        return body[..length];
    }

    private static HttpOutcome Outcome(Exception e)
    {
        for (var inner = e; inner is not null; inner = inner.InnerException)
        {
            if (inner is AuthenticationException) return HttpOutcome.Tls;
            if (inner is HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError }) return HttpOutcome.Tls;
            if (inner is HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse }) return HttpOutcome.NotHttp;
        }
        return HttpOutcome.Dropped;
    }
}
