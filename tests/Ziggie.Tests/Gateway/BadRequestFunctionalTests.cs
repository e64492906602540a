using System.Net;
using System.Net.Sockets;
using System.Text;
using Ziggie.Tests.Gateway.Paths;
using Ziggie.Wire;
using TcpSocket = System.Net.Sockets.Socket;

namespace Ziggie.Tests.Gateway;

/// <summary>What no caller should send: a plain error each, no backend is asked, and the next good request is answered.</summary>
public sealed class BadRequestFunctionalTests(OneZiggie one) : IClassFixture<OneZiggie>
{
    private const string Messages = "\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]";

    private static readonly Dialect[] Callers = [Dialect.OpenAi, Dialect.Ollama, Dialect.Anthropic];

    private static readonly (string Body, string Says)[] Bodies =
    [
        ("", "empty"),
        ("   ", ""),
        ("[]", "object"),
        ("{}", "empty object"),
        ("null", "object"),
        ("{", "not valid JSON"),
        ("{\"model\":\"x\",}", "not valid JSON"),
        ("{\"model\":\"x\"} {}", ""),
        ("{\"model\":\"x\",\"model\":\"y\"," + Messages + "}", "more than once"),
        ("{\"Model\":\"x\"," + Messages + "}", "must be written"),
        ("{\"m\\u006fdel\":\"x\"," + Messages + "}", "without escapes"),
        ("{\"model\":\"x\",\"stream\":true,\"stream\":false," + Messages + "}", "more than once"),
        ("{\"model\":\"x\",\"STREAM\":true," + Messages + "}", "must be written"),
        ("{\"model\":7," + Messages + "}", "string"),
        ("{\"model\":\"x\",\"stream\":\"yes\"," + Messages + "}", "true or false"),
        ("{\"model\":\"x\",\"max_tokens\":-2," + Messages + "}", "max_tokens"),
        ("\uFEFF{\"model\":\"x\"}", "byte order mark"),
    ];

    public static TheoryData<Dialect, string, string> All => [.. from caller in Callers from b in Bodies select (caller, b.Body, b.Says)];

    public static TheoryData<Dialect> Dialects => [.. Callers];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(All))]
    public async Task What_is_no_request_is_400(Dialect caller, string body, string says)
    {
        var answer = await one.Caller.AnswerAsync(Ask.Post(Ask.Path(caller), body), caller);

        Assert.True(answer.Status == 400, answer.ToString());
        Assert.Contains(says, answer.Error, StringComparison.Ordinal);
    }

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Dialects))]
    public async Task Wrong_types_deep_inside_are_400_or_the_backends_own_word(Dialect caller)
    {
        foreach (var backend in Callers)
        {
            await using var target = await one.BackendAsync(backend);
            foreach (var messages in (string[])["7", "[7]", "[{\"role\":\"user\",\"content\":42}]", "[{\"role\":7,\"content\":\"x\"}]", "{\"a\":1}"])
            {
                var answer = await one.Caller.AnswerAsync(Ask.Post(Ask.Path(caller), $$"""{"model":"{{target.Model}}","max_tokens":10,"messages":{{messages}}}"""), caller);
                Assert.True(answer.Status == 400, $"{messages} to {backend}: {answer}");
                Assert.NotEqual("", answer.Error);
            }
        }
    }

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Dialects))]
    public async Task A_body_over_the_limit_is_413(Dialect caller)
    {
        await using var target = await one.BackendAsync(Dialect.OpenAi);
        var announced = await one.Caller.ChatAsync(caller, target.Model, new string('x', 1_100_000), stream: false);
        using var chunked = Ask.Request(caller, target.Model, new string('x', 1_100_000), stream: false);
        chunked.Headers.TransferEncodingChunked = true;

        Assert.Equal(413, announced.Status);
        Assert.Contains("1 MB", announced.Error, StringComparison.Ordinal);
        Assert.Equal(413, (await one.Caller.AnswerAsync(chunked, caller)).Status);
        Assert.Equal(200, (await one.Caller.ChatAsync(caller, target.Model, "Hello", stream: false)).Status);
    }

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Dialects))]
    public async Task Deep_nesting_is_400(Dialect caller)
    {
        var deep = new string('[', 10_000) + new string(']', 10_000);

        var answer = await one.Caller.AnswerAsync(Ask.Post(Ask.Path(caller), $$"""{"model":"x","messages":{{deep}}}"""), caller);

        Assert.Equal(400, answer.Status);
        Assert.Contains("levels deep", answer.Error, StringComparison.Ordinal);
    }

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Dialects))]
    public async Task Invalid_utf8_is_400(Dialect caller)
    {
        byte[] body = [.. "{\"model\":\"x\",\"messages\":[{\"role\":\"user\",\"content\":\""u8, 0xC3, 0x28, .. "\"}]}"u8];

        var answer = await one.Caller.AnswerAsync(Ask.Post(Ask.Path(caller), body), caller);

        Assert.Equal(400, answer.Status);
        Assert.Contains("UTF-8", answer.Error, StringComparison.Ordinal);
    }

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Dialects))]
    public async Task A_model_name_of_100_KB_is_400(Dialect caller)
    {
        var answer = await one.Caller.ChatAsync(caller, new string('x', 100_000), "Hello", stream: false);

        Assert.Equal(400, answer.Status);
        Assert.Contains("longer than", answer.Error, StringComparison.Ordinal);
        Assert.True(answer.Body.Length < 1000);
    }

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Dialects))]
    public async Task An_unknown_model_is_404_with_the_nearest_names(Dialect caller)
    {
        await using var near = await one.BackendAsync(Dialect.Ollama, model: $"llama-for-{caller}");

        var answer = await one.Caller.ChatAsync(caller, $"lama-for-{caller}", "Hello", stream: true);

        Assert.Equal(404, answer.Status);
        Assert.Contains(near.Model, answer.Error, StringComparison.Ordinal);
        // What a browser or a terminal would make of it is no worry of the caller's.
        Assert.Equal(404, (await one.Caller.ChatAsync(caller, "a\r\nx-evil: 1\u0000\u202E", "Hello", stream: false)).Status);
    }

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Dialects))]
    public async Task Another_method_is_405(Dialect caller)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, Ask.Path(caller));

        var answer = await one.Caller.AnswerAsync(request, caller);

        Assert.Equal(405, answer.Status);
        Assert.NotEqual("", answer.Error);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n")]
    [InlineData("Content-Length: 5\r\nContent-Length: 6\r\n")]
    [InlineData("Content-Length: -1\r\n")]
    [InlineData("Transfer-Encoding: chunked, identity\r\n")]
    public async Task A_body_of_two_lengths_is_refused_and_nothing_is_smuggled(string lengths)
    {
        await using var target = await one.BackendAsync(Dialect.OpenAi);
        var inner = $$"""{"model":"{{target.Model}}",{{Messages}}}""";
        var smuggled = $"POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {one.Ziggie.Key}\r\nConnection: close\r\nContent-Length: {inner.Length}\r\n\r\n{inner}";
        using var socket = new TcpSocket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, one.Ziggie.Url.Port, Cancel);

        await socket.SendAsync(Encoding.UTF8.GetBytes($"POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {one.Ziggie.Key}\r\n{lengths}\r\n0\r\n\r\n{smuggled}"), Cancel);
        var reply = new StringBuilder();
        var buffer = new byte[4096];
        try
        {
            while (await socket.ReceiveAsync(buffer, Cancel) is var count and > 0) reply.Append(Encoding.Latin1.GetString(buffer, 0, count));
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionReset)
        {
            // Closed with bytes unread: refused all the same.
        }

        Assert.StartsWith("HTTP/1.1 4", reply.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("HTTP/1.1 200", reply.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(target.Server.Requests, r => r.Path.Contains("chat", StringComparison.Ordinal));
    }

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Dialects))]
    public async Task A_foreign_host_is_421(Dialect caller)
    {
        using var request = Ask.Request(caller, "x", "Hello", stream: false);
        request.Headers.Host = "evil.example";

        var answer = await one.Caller.AnswerAsync(request, caller);

        Assert.Equal(421, answer.Status);
        Assert.NotEqual("", answer.Error);
    }

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Dialects))]
    public async Task A_foreign_origin_without_a_key_is_refused(Dialect caller)
    {
        using var client = new HttpClient { BaseAddress = one.Ziggie.Url };
        using var request = Ask.Request(caller, "x", "Hello", stream: false);
        request.Headers.Add("Origin", "https://evil.example");

        Assert.True((await client.AnswerAsync(request, caller)).Status is 401 or 403);
    }
}
