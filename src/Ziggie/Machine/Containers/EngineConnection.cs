using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Ziggie.Machine.Containers.Wire;

namespace Ziggie.Machine.Containers;

/// <summary>Speaks HTTP over one Unix socket, with patience and sizes bounded. Whatever goes wrong is an answer.</summary>
internal sealed class EngineConnection : IDisposable
{
    /// <summary>How long any answer is waited for.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private const int MostBytes = 8 << 20;
    private const int MostConnections = 8;
    private const int LongestDetail = 300;

    private readonly HttpClient _client;
    private readonly TimeProvider _time;

    public EngineConnection(string socket, TimeProvider time)
    {
        (Socket, _time) = (socket, time);
        var handler = new SocketsHttpHandler
        {
            ConnectCallback = (_, cancel) => ConnectAsync(socket, cancel),
            MaxConnectionsPerServer = MostConnections,
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            ActivityHeadersPropagator = null,
        };
        // The name is none that is looked up: it only fills the Host header.
        _client = new HttpClient(handler) { BaseAddress = new Uri("http://engine"), MaxResponseContentBufferSize = MostBytes, Timeout = Timeout.InfiniteTimeSpan };
    }

    public string Socket { get; }

    public async Task<EngineAnswer<T>> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancel) where T : class
    {
        using var patience = new CancellationTokenSource(Patience, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancel);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
            using var reply = await _client.SendAsync(request, either.Token);
            var body = await reply.Content.ReadAsByteArrayAsync(either.Token);
            if (!reply.IsSuccessStatusCode) return new EngineAnswer<T>(null, EngineTrouble.BadAnswer, $"{(int)reply.StatusCode} {Message(body)}".TrimEnd(), (int)reply.StatusCode);
            return JsonSerializer.Deserialize(body, type) is { } value ? new EngineAnswer<T>(value, null) : new EngineAnswer<T>(null, EngineTrouble.BadAnswer, "no answer at all");
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return new EngineAnswer<T>(null, EngineTrouble.Hangs, $"no answer within {Patience.TotalSeconds:0} s");
        }
        catch (JsonException e)
        {
            return new EngineAnswer<T>(null, EngineTrouble.BadAnswer, Short($"not the JSON of Docker's API ({e.Message})"));
        }
        catch (HttpRequestException e)
        {
            var (trouble, detail) = Explain(e);
            return new EngineAnswer<T>(null, trouble, detail);
        }
    }

    public void Dispose() => _client.Dispose();

    private static async ValueTask<Stream> ConnectAsync(string path, CancellationToken cancel)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancel);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static (EngineTrouble Trouble, string Detail) Explain(HttpRequestException e) => e switch
    {
        { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded } => (EngineTrouble.BadAnswer, $"more than {MostBytes >> 20} MiB"),
        { InnerException: SocketException { SocketErrorCode: SocketError.ConnectionRefused } } => (EngineTrouble.Refused, "nobody listens there"),
        { InnerException: SocketException { SocketErrorCode: SocketError.AccessDenied } } => (EngineTrouble.PermissionDenied, "this user may not use it"),
        // All places to wait are taken.
        { InnerException: SocketException { SocketErrorCode: SocketError.WouldBlock or SocketError.TimedOut } } => (EngineTrouble.Hangs, "it takes no more connections"),
        { InnerException: SocketException { SocketErrorCode: SocketError.AddressNotAvailable or SocketError.NotConnected } } => (EngineTrouble.SocketMissing, "not there"),
        { InnerException: ArgumentException } => (EngineTrouble.SocketMissing, "the path is longer than that of a socket may be"),
        _ => (EngineTrouble.BadAnswer, Short((e.InnerException ?? e).Message)),
    };

    /// <summary>What the engine itself says of an error.</summary>
    private static string Message(byte[] body)
    {
        try
        {
            return Short(JsonSerializer.Deserialize(body, EngineErrorJson.Default.EngineError)?.Message ?? "");
        }
        catch (JsonException)
        {
            return "";
        }
    }

    private static string Short(string text) => text.Length <= LongestDetail ? text : text[..LongestDetail];
}
