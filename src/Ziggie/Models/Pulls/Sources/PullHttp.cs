using System.Net;
using System.Net.Http.Headers;

namespace Ziggie.Models.Pulls.Sources;

/// <summary>Asks other servers for models' files. Redirects are followed by hand, since they must neither lead from https to http nor take a token to another host.</summary>
internal sealed class PullHttp(PullOptions options, TimeProvider time) : IDisposable
{
    private const int MaxRedirects = 10;

    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        // What comes must be the very bytes: ranges and digests count those.
        AutomaticDecompression = DecompressionMethods.None,
        ConnectTimeout = TimeSpan.FromSeconds(15),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        MaxResponseHeadersLength = 64,
        Proxy = new NotForThisMachine(HttpClient.DefaultProxy),
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>The answer's head, whatever its status; the body is read by the caller.</summary>
    /// <param name="token">Sent to the address's own host alone.</param>
    /// <exception cref="HttpRequestException">No answer came.</exception>
    /// <exception cref="TimeoutException">None came in time.</exception>
    /// <exception cref="PullException">It led somewhere it must not.</exception>
    public async Task<HttpResponseMessage> GetAsync(Uri address, CancellationToken cancel, string? accept = null, RangeHeaderValue? range = null, string? token = null)
    {
        var at = address;
        for (var hop = 0; hop <= MaxRedirects; hop++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, at);
            request.Headers.TryAddWithoutValidation("User-Agent", "ziggie");
            request.Headers.TryAddWithoutValidation("Accept-Encoding", "identity");
            if (accept is not null) request.Headers.TryAddWithoutValidation("Accept", accept);
            request.Headers.Range = range;
            if (token is not null && SameOrigin(at, address)) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            var response = await SendAsync(request, cancel);
            if (!Redirects(response.StatusCode) || response.Headers.Location is not { } location) return response;
            using (response) at = Next(at, location);
        }
        throw new PullException(PullFault.Source, $"{address.Host} redirected more than {MaxRedirects} times, last to {at.Host}.");
    }

    /// <summary>A body that must be small and come in time.</summary>
    public async Task<byte[]> ReadAsync(HttpResponseMessage response, int maxBytes, CancellationToken cancel)
    {
        using var late = new CancellationTokenSource(options.Stall, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, late.Token);
        try
        {
            await response.Content.LoadIntoBufferAsync(maxBytes, either.Token);
            return await response.Content.ReadAsByteArrayAsync(either.Token);
        }
        catch (OperationCanceledException e) when (!cancel.IsCancellationRequested)
        {
            throw new TimeoutException($"{response.RequestMessage!.RequestUri!.Host} did not finish its answer within {options.Stall.TotalSeconds:0.#} s.", e);
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancel)
    {
        using var late = new CancellationTokenSource(options.Stall, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, late.Token);
        try
        {
            return await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
        }
        catch (OperationCanceledException e) when (late.IsCancellationRequested && !cancel.IsCancellationRequested)
        {
            throw new TimeoutException($"{request.RequestUri!.Host} did not answer within {options.Stall.TotalSeconds:0.#} s.", e);
        }
    }

    private static Uri Next(Uri at, Uri location)
    {
        var next = new Uri(at, location);
        if (next.Scheme is not ("http" or "https") || next.UserInfo.Length > 0) throw new PullException(PullFault.Source, $"{at.Host} redirected to an address that is none for files.");
        if (at.Scheme == "https" && next.Scheme == "http") throw new PullException(PullFault.Source, $"{at.Host} redirected from https to http ({next.Host}); that is not followed.");
        return next;
    }

    private static bool Redirects(HttpStatusCode status) => status is HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;

    private static bool SameOrigin(Uri one, Uri other) => one.Scheme == other.Scheme && one.Authority == other.Authority;

    /// <summary>The system's proxy, but never for this machine.</summary>
    private sealed class NotForThisMachine(IWebProxy system) : IWebProxy
    {
        public ICredentials? Credentials
        {
            get => system.Credentials;
            set => system.Credentials = value;
        }

        public Uri? GetProxy(Uri destination) => destination.IsLoopback ? null : system.GetProxy(destination);

        public bool IsBypassed(Uri host) => host.IsLoopback || system.IsBypassed(host);
    }
}
