using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Ziggie.Cli.Http;

/// <summary>Talks to the control center; every failure becomes a <see cref="CliException"/> that says what to do.</summary>
internal sealed class ApiClient : IDisposable
{
    private static readonly TimeSpan s_answer = TimeSpan.FromSeconds(60);
    private const int MaxReply = 64 << 20;
    private readonly Connection _connection;
    private readonly HttpClient _http;

    public ApiClient(Connection connection)
    {
        _connection = connection;
        _http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false, // the key must not travel on
            UseProxy = !Connection.IsThisMachine(connection.Url),
            ConnectTimeout = TimeSpan.FromSeconds(5),
        })
        {
            BaseAddress = connection.Url,
            Timeout = Timeout.InfiniteTimeSpan,
        };
        _http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("ziggie-cli", CliApp.Version));
        if (connection.Key is not null) _http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", $"Bearer {connection.Key}");
    }

    public string Url => _connection.ToString();

    public Task<JsonElement> GetAsync(string path, CancellationToken cancel) => SendAsync(HttpMethod.Get, path, null, cancel);

    /// <summary>The reply's JSON; <see cref="JsonValueKind.Undefined"/> where it has no body.</summary>
    /// <param name="alsoFine">A status that is an answer too, beside the 200s.</param>
    public async Task<JsonElement> SendAsync(HttpMethod method, string path, JsonObject? body, CancellationToken cancel, HttpStatusCode? alsoFine = null)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        bound.CancelAfter(s_answer);
        try
        {
            using var response = await OpenCoreAsync(method, path, body, bound.Token);
            if (!response.IsSuccessStatusCode && response.StatusCode != alsoFine) throw await Failures.OfAsync(response, _connection, bound.Token);
            return await ReadAsync(response, bound.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new CliException(ExitCode.NotReachable, $"Ziggie at {Url} did not answer within {s_answer.TotalSeconds:0} s.");
        }
    }

    /// <summary>A reply to be read as it comes; the head must come in time, the rest may last.</summary>
    public async Task<HttpResponseMessage> OpenAsync(HttpMethod method, string path, JsonObject? body, TimeSpan head, CancellationToken cancel)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        bound.CancelAfter(head);
        try
        {
            var response = await OpenCoreAsync(method, path, body, bound.Token);
            if (response.IsSuccessStatusCode) return response;
            using (response) throw await Failures.OfAsync(response, _connection, bound.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new CliException(ExitCode.NotReachable, $"Ziggie at {Url} did not answer within {head.TotalSeconds:0} s.");
        }
    }

    private async Task<HttpResponseMessage> OpenCoreAsync(HttpMethod method, string path, JsonObject? body, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(method, path.TrimStart('/'));
        if (body is not null) request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        try
        {
            return await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel);
        }
        catch (HttpRequestException e)
        {
            throw Failures.Of(e, _connection);
        }
    }

    private async Task<JsonElement> ReadAsync(HttpResponseMessage response, CancellationToken cancel)
    {
        try
        {
            await response.Content.LoadIntoBufferAsync(MaxReply, cancel);
            var bytes = await response.Content.ReadAsByteArrayAsync(cancel);
            if (bytes.Length == 0) return default;
            using var document = JsonDocument.Parse(bytes);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            throw new CliException(ExitCode.Failure, $"{Url} answered with {response.Content.Headers.ContentType?.MediaType ?? "something"} that is no JSON. Is that Ziggie? Name the right address with --url.");
        }
        catch (HttpRequestException e)
        {
            throw new CliException(ExitCode.Failure, $"The reply from {Url} broke off: {e.Message}");
        }
    }

    public void Dispose() => _http.Dispose();
}
