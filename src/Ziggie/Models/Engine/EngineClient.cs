using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json.Serialization.Metadata;
using Ziggie.Engine.Host;
using Ziggie.Wire;

namespace Ziggie.Models.Engine;

/// <summary>Talks to the engine's process about the engine; what models are asked goes through the gateway.</summary>
internal sealed class EngineClient : IDisposable
{
    private readonly HttpClient _http;

    public EngineClient(string socket)
    {
        _http = new HttpClient(new SocketsHttpHandler
        {
            ConnectCallback = async (_, cancel) =>
            {
                var connection = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                try
                {
                    await connection.ConnectAsync(new UnixDomainSocketEndPoint(socket), cancel);
                    return new NetworkStream(connection, ownsSocket: true);
                }
                catch
                {
                    connection.Dispose();
                    throw;
                }
            },
            UseProxy = false,
        })
        {
            BaseAddress = new Uri("http://engine/"),
            // A load may take as long as it takes; whoever asks gives a token.
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    public Task<EngineState> StateAsync(CancellationToken cancel) => SendAsync(HttpMethod.Get, "state", null, EngineJson.Default.EngineState, cancel);

    public Task<EngineState> SetupAsync(EngineSetup setup, CancellationToken cancel) =>
        SendAsync(HttpMethod.Put, "setup", JsonContent.Create(setup, EngineJson.Default.EngineSetup), EngineJson.Default.EngineState, cancel);

    public Task<EngineState> UnloadAsync(string model, CancellationToken cancel) =>
        SendAsync(HttpMethod.Post, "unload", JsonContent.Create(new ModelOrder(model), EngineJson.Default.ModelOrder), EngineJson.Default.EngineState, cancel);

    public Task<EngineState> LoadAsync(string model, TimeSpan? keepAlive, CancellationToken cancel) =>
        SendAsync(HttpMethod.Post, "load", JsonContent.Create(new ModelOrder(model, keepAlive?.TotalSeconds), EngineJson.Default.ModelOrder), EngineJson.Default.EngineState, cancel);

    /// <param name="chat">A request in OpenAI's format.</param>
    public async Task<int> CountAsync(ReadOnlyMemory<byte> chat, CancellationToken cancel) =>
        (await SendAsync(HttpMethod.Post, "count", new ReadOnlyMemoryContent(chat), EngineJson.Default.TokenCount, cancel)).Tokens;

    public void Dispose() => _http.Dispose();

    private async Task<T> SendAsync<T>(HttpMethod method, string path, HttpContent? body, JsonTypeInfo<T> type, CancellationToken cancel)
    {
        if (body is not null) await body.LoadIntoBufferAsync(cancel);
        using var request = new HttpRequestMessage(method, path) { Content = body };
        using var response = await _http.SendAsync(request, cancel);
        if (!response.IsSuccessStatusCode)
        {
            var said = ErrorBodies.Read(Dialect.OpenAi, (int)response.StatusCode, await response.Content.ReadAsByteArrayAsync(cancel));
            throw new WireException(new WireError(response.StatusCode == HttpStatusCode.NotFound ? ErrorKind.NotFound : ErrorKind.BadRequest, said));
        }
        return (await response.Content.ReadFromJsonAsync(type, cancel))!;
    }
}
