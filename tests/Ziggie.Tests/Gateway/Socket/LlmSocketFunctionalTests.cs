using System.Net.WebSockets;
using Microsoft.Extensions.DependencyInjection;
using Ziggie.Feeds;
using Ziggie.Gateway;
using Ziggie.Settings;
using Ziggie.Tests.Support;
using Ziggie.Wire;

namespace Ziggie.Tests.Gateway.Socket;

public sealed class LlmSocketFunctionalTests
{
    private static readonly object Hello = new { type = "chat", model = "m1", messages = new[] { new { role = "user", content = "Hello" } }, temperature = 0.5 };

    [Fact]
    public async Task A_chat_is_answered_piece_by_piece()
    {
        await using var host = await SocketHost.StartAsync();
        using var socket = await host.ConnectAsync();
        await socket.SendAsync(Hello);
        var call = await host.Door.NextAsync();
        Assert.Equal(("m1", true, 0.5), (call.Request.Model, call.Request.Stream, call.Request.Sampling.Temperature));
        Assert.Equal("Hello", Assert.Single(call.Request.Messages).Text);
        Assert.Empty(call.Request.Extra);
        ((IRouteSink)call.Sink).Routed("b1", "m-at-b1", "exact");
        call.Sink.Start("id", "m-at-b1");
        var start = await socket.ReceiveAsync();
        Assert.Equal(("start", "m-at-b1", "b1"), ((string?)start!["type"], (string?)start["model"], (string?)start["backend"]));
        call.Think("Hm.");
        Assert.Equal(("thinking", "Hm."), Piece(await socket.ReceiveAsync()));
        call.Text("Hé🌙");
        Assert.Equal(("token", "Hé🌙"), Piece(await socket.ReceiveAsync()));
        call.Complete(FinishReason.Length);
        var done = await socket.ReceiveAsync();
        Assert.Equal(("done", 7, 3, "length"), ((string?)done!["type"], (int)done["usage"]!["promptTokens"]!, (int)done["usage"]!["completionTokens"]!, (string?)done["finishReason"]));

        await socket.SendAsync(Hello);
        (await host.Door.NextAsync()).Complete();
        Assert.Equal("done", (string?)(await socket.ReceiveAsync())!["type"]);
    }

    [Fact]
    public async Task Cancel_ends_the_backends_work_and_the_socket_goes_on()
    {
        await using var host = await SocketHost.StartAsync();
        using var socket = await host.ConnectAsync();
        await socket.SendAsync(Hello);
        var call = await host.Door.NextAsync();
        call.Text("One");
        await socket.SendAsync(Hello);
        var busy = await socket.UntilAsync(m => (string?)m["type"] == "error");
        Assert.Equal("already_running", (string?)busy["error"]!["code"]);
        await socket.SendAsync(new { type = "cancel" });
        await call.CancelledAsync();
        Assert.Equal("cancelled", (string?)(await socket.UntilAsync(m => (string?)m["type"] == "done"))["finishReason"]);
        await socket.SendAsync(new { type = "cancel" });
        Assert.Equal("nothing_running", (string?)(await socket.ReceiveAsync())!["error"]!["code"]);
    }

    [Fact]
    public async Task A_failure_is_told()
    {
        await using var host = await SocketHost.StartAsync();
        using var socket = await host.ConnectAsync();
        await socket.SendAsync(Hello);
        (await host.Door.NextAsync()).Fail(new WireError(ErrorKind.NotFound, "There is no model m1.", "model_not_found"));
        var error = await socket.ReceiveAsync();
        Assert.Equal(("error", "model_not_found", "There is no model m1."), ((string?)error!["type"], (string?)error["error"]!["code"], (string?)error["error"]!["message"]));
    }

    [Fact]
    public async Task A_socket_that_goes_cancels_the_answer()
    {
        await using var host = await SocketHost.StartAsync();
        FakeCall call;
        using (var socket = await host.ConnectAsync())
        {
            await socket.SendAsync(Hello);
            call = await host.Door.NextAsync();
        }
        await call.CancelledAsync();
    }

    [Fact]
    public async Task A_revoked_callers_answer_is_cancelled_and_the_socket_closed()
    {
        await using var host = await SocketHost.StartAsync();
        using var socket = await host.ConnectAsync();
        await socket.SendAsync(Hello);
        var call = await host.Door.NextAsync();
        host.Host.Callers.Revoke("member-ann");
        await call.CancelledAsync();
        while (await socket.ReceiveAsync() is not null)
        {
        }
        Assert.Equal(WebSocketCloseStatus.PolicyViolation, socket.Raw.CloseStatus);
    }

    [Fact]
    public async Task A_reader_that_does_not_read_gets_no_unbounded_buffer()
    {
        await using var host = await SocketHost.StartAsync();
        using var socket = await host.ConnectAsync();
        await socket.SendAsync(Hello);
        var call = await host.Door.NextAsync();
        var piece = new string('x', 1 << 20);
        for (var i = 0; i < 200 && !call.Result.IsCompleted; i++) call.Text(piece);
        await call.CancelledAsync();
    }

    [Theory]
    [InlineData("no json", "bad_json")]
    [InlineData("""{"type":"chat","messages":[""", "bad_request")]
    [InlineData("[]", "bad_message")]
    [InlineData("""{"type":7}""", "bad_message")]
    [InlineData("""{"type":"shout"}""", "bad_message")]
    [InlineData("""{"model":"m"}""", "bad_message")]
    public async Task What_is_not_understood_is_said(string sent, string code)
    {
        await using var host = await SocketHost.StartAsync();
        using var socket = await host.ConnectAsync();
        await socket.SendTextAsync(sent);
        var error = await socket.ReceiveAsync();
        Assert.Equal(code, (string?)error!["error"]!["code"]);
    }

    [Theory]
    [InlineData("""{"type":"chat","model":"m","messages":"hi"}""")]
    [InlineData("""{"type":"chat","model":"m","model":"n","messages":[]}""")]
    [InlineData("""{"type":"chat","model":7,"messages":[]}""")]
    public async Task A_chat_that_breaks_the_shape_is_refused_and_never_asked(string sent)
    {
        await using var host = await SocketHost.StartAsync();
        using var socket = await host.ConnectAsync();
        await socket.SendTextAsync(sent);
        Assert.Equal("error", (string?)(await socket.ReceiveAsync())!["type"]);
    }

    [Fact]
    public async Task A_message_past_the_bodys_limit_closes_the_socket()
    {
        await using var host = await SocketHost.StartAsync();
        using var socket = await host.ConnectAsync();
        await socket.SendTextAsync(new string('x', 100_001));
        Assert.Null(await socket.ReceiveAsync());
        Assert.Equal(WebSocketCloseStatus.MessageTooBig, socket.Raw.CloseStatus);
    }

    [Fact]
    public async Task Viewers_may_not()
    {
        await using var host = await SocketHost.StartAsync();
        var refused = await Assert.ThrowsAsync<WebSocketException>(() => host.Host.ConnectAsync("viewer-vic", "/api/llm/ws"));
        Assert.Contains("403", refused.Message, StringComparison.Ordinal);
    }

    private static (string? Type, string? Text) Piece(System.Text.Json.Nodes.JsonNode? message) => ((string?)message!["type"], (string?)message["text"]);

    private sealed class SocketHost(TestHost host, FakeFrontDoor door) : IAsyncDisposable
    {
        public TestHost Host => host;

        public FakeFrontDoor Door => door;

        public static async Task<SocketHost> StartAsync()
        {
            var door = new FakeFrontDoor();
            return new SocketHost(
                await TestHost.StartAsync(
                    services =>
                    {
                        services.AddFeeds();
                        services.AddSingleton<IFrontDoor>(door);
                        services.AddSingleton<ISettings>(new FixedSettings(new ZiggieSettings { Limits = new LimitSettings { BodyBytes = 100_000 } }));
                    },
                    LlmSocketEndpoint.Map),
                door);
        }

        public Task<TestSocket> ConnectAsync() => host.ConnectAsync("member-ann", "/api/llm/ws");

        public ValueTask DisposeAsync() => host.DisposeAsync();
    }
}
