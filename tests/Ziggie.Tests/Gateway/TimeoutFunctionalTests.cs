using System.Net;
using System.Net.Sockets;
using Ziggie.Simulator;
using Ziggie.Tests.Gateway.Paths;
using Ziggie.Wire;
using TcpSocket = System.Net.Sockets.Socket;

namespace Ziggie.Tests.Gateway;

/// <summary>Each phase of a request has its bound, and the error names the phase.</summary>
public sealed class TimeoutFunctionalTests(ImpatientZiggie one) : IClassFixture<ImpatientZiggie>
{
    public static TheoryData<Dialect> Callers => [Dialect.OpenAi, Dialect.Ollama, Dialect.Anthropic];

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Callers))]
    public async Task A_backend_that_hangs_before_its_headers_is_a_load_timeout(Dialect caller)
    {
        var answer = await one.Caller.ChatAsync(caller, "loading", "[[fault:hang]]", stream: true);

        Assert.Equal(504, answer.Status);
        Assert.Contains("timeouts.load", answer.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await one.Loading.WaitForCancellationAsync(TestContext.Current.CancellationToken)).Tokens);
    }

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Callers))]
    public async Task A_backend_that_falls_silent_in_mid_stream_ends_with_an_error(Dialect caller)
    {
        var answer = await one.Caller.ChatAsync(caller, "silent", "[[say:one two three four]] [[fault:stall after=2]]", stream: true);

        Assert.Equal(200, answer.Status);
        Assert.Contains("timeouts.betweenTokens", answer.ErrorInStream, StringComparison.Ordinal);
        Assert.False(answer.SaysDone);
    }

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Callers))]
    public async Task A_reply_that_takes_too_long_in_all_is_a_total_timeout(Dialect caller)
    {
        var whole = await one.Caller.ChatAsync(caller, "endless", "[[fault:hang]]", stream: false);
        var streamed = await one.Caller.ChatAsync(caller, "endless", "[[tokens:20000]] [[gap:20]]", stream: true);

        Assert.Equal(504, whole.Status);
        Assert.Contains("timeouts.total", whole.Error, StringComparison.Ordinal);
        Assert.Contains("timeouts.total", streamed.ErrorInStream, StringComparison.Ordinal);
        Assert.False(streamed.SaysDone);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_model_that_loads_slowly_but_in_time_answers()
    {
        var answer = await one.Caller.ChatAsync(Dialect.OpenAi, "silent", "[[say:awake]] [[fault:slow-load for=600ms]]", stream: true);

        Assert.Equal((200, "awake", true), (answer.Status, answer.Said, answer.SaysDone));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_backend_that_takes_no_connection_is_a_connect_timeout()
    {
        var answer = await one.Caller.ChatAsync(Dialect.OpenAi, "full", "Hello", stream: false);

        Assert.Equal(504, answer.Status);
        Assert.Contains("timeouts.connect", answer.Error, StringComparison.Ordinal);
    }
}

/// <summary>A Ziggie whose backends have short timeouts, each another one.</summary>
public sealed class ImpatientZiggie : OneZiggie
{
    private readonly List<SimulatorServer> _servers = [];
    private readonly List<TcpSocket> _sockets = [];

    internal SimulatorServer Loading => _servers[0];

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        foreach (var server in _servers) await server.DisposeAsync();
        foreach (var socket in _sockets) socket.Dispose();
    }

    protected override async Task<string> ConfigureAsync(CancellationToken cancel)
    {
        var config = "backends:\n";
        foreach (var (model, timeouts) in ((string, string)[])[("loading", "load: 200ms"), ("silent", "betweenTokens: 300ms"), ("endless", "total: 500ms")])
            config += await BackendAsync(model, timeouts);
        config += $"  - {{ name: full, type: openai, url: \"http://127.0.0.1:{await FullPortAsync(cancel)}/v1\", models: [ {{ name: full }} ], timeouts: {{ connect: 200ms }} }}\n";
        return config;

        async Task<string> BackendAsync(string model, string timeouts)
        {
            var server = await SimulatorServer.StartAsync(SimulatorOptions.Instant with { Models = [model], Tokens = null }, cancel);
            _servers.Add(server);
            return $"  - {{ name: {model}-backend, type: openai, url: \"{server.Url}v1\", timeouts: {{ {timeouts} }} }}\n";
        }
    }

    /// <summary>A port whose queue of connections is full and is never emptied: further ones get no answer.</summary>
    private async Task<int> FullPortAsync(CancellationToken cancel)
    {
        var listener = new TcpSocket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        _sockets.Add(listener);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(0);
        for (var i = 0; i < 3; i++)
        {
            var socket = new TcpSocket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            _sockets.Add(socket);
            var connecting = socket.ConnectAsync((IPEndPoint)listener.LocalEndPoint!, cancel).AsTask();
            // The queue takes one more than it says; who comes after that waits.
            if (i == 0) await connecting;
            else _ = connecting.ContinueWith(static t => t.Exception, TaskScheduler.Default);
        }
        return ((IPEndPoint)listener.LocalEndPoint!).Port;
    }
}
