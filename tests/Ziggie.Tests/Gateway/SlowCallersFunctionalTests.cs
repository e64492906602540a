using System.Net;
using System.Net.Sockets;
using System.Text;
using Ziggie.Tests.Gateway.Paths;
using Ziggie.Wire;
using TcpSocket = System.Net.Sockets.Socket;

namespace Ziggie.Tests.Gateway;

/// <summary>A thousand callers that hardly read or hardly send take nothing from the others, and little memory.</summary>
public sealed class SlowCallersFunctionalTests(OneZiggie one) : IClassFixture<OneZiggie>
{
    private const int Many = 1000;

    /// <summary>What each may cost, garbage and buffers of the connections to both sides included; its reply is many times as long.</summary>
    private const long MostBytesEach = 160 << 10;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact(Timeout = 240_000)]
    public async Task Those_who_hardly_read_wait_alone()
    {
        await using var flooding = await one.BackendAsync(Dialect.OpenAi, maxConcurrency: Many);
        await using var normal = await one.BackendAsync(Dialect.OpenAi);
        var before = one.Ziggie.ResidentBytes;
        var body = $$"""{"model":"{{flooding.Model}}","stream":true,"messages":[{"role":"user","content":"[[tokens:1000000]]"}]}""";
        await using (var slow = await SlowCallers.ConnectAsync(one.Ziggie.Url.Port, $"{Head(one.Ziggie.Key)}Content-Length: {body.Length}\r\n\r\n{body}"))
        {
            await slow.ReadOneByteEachAsync();
            await AnswersAsync(normal);
            await slow.ReadOneByteEachAsync();

            Assert.True(flooding.Server.Stats is { Active: >= Many, Completed: < Many }, flooding.Server.Stats.ToString());
            var each = (one.Ziggie.ResidentBytes - before) / Many;
            Assert.True(each <= MostBytesEach, $"{each} bytes for each of {Many} callers, from {before} bytes");
        }
        // All of them left: so does the backend's work for them.
        await flooding.Server.WaitUntilAsync(s => s is { Active: 0, Cancelled: >= Many }, Cancel);
    }

    [Theory(Timeout = 240_000)]
    [InlineData("Content-Length: 1000000\r\n\r\n{")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n")]
    [InlineData("X-Unfinished: y")]
    public async Task Those_who_hardly_send_wait_alone(string beginning)
    {
        await using var normal = await one.BackendAsync(Dialect.Ollama);
        var before = one.Ziggie.ResidentBytes;
        await using var slow = await SlowCallers.ConnectAsync(one.Ziggie.Url.Port, Head(one.Ziggie.Key) + beginning);

        await AnswersAsync(normal);
        await slow.SendOneByteEachAsync();
        await AnswersAsync(normal);

        var each = (one.Ziggie.ResidentBytes - before) / Many;
        Assert.True(each <= MostBytesEach, $"{each} bytes for each of {Many} callers, from {before} bytes");
    }

    [Fact(Timeout = 120_000)]
    public async Task One_that_stops_sending_is_let_go()
    {
        await using var slow = await SlowCallers.ConnectAsync(one.Ziggie.Url.Port, Head(one.Ziggie.Key) + "Content-Length: 1000000\r\n\r\n{", callers: 1);

        var reply = await slow.ReadToEndAsync();

        Assert.StartsWith("HTTP/1.1 400 ", reply, StringComparison.Ordinal);
        Assert.Contains("too slowly", reply, StringComparison.Ordinal);
    }

    private static string Head(string key) => $"POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {key}\r\n";

    private async Task AnswersAsync(TestBackend normal)
    {
        var answer = await one.Caller.ChatAsync(Dialect.Anthropic, normal.Model, "[[say:unhindered]]", stream: true);

        Assert.Equal((200, "unhindered", true), (answer.Status, answer.Said, answer.SaysDone));
    }

    /// <summary>Connections that do a byte at a time.</summary>
    private sealed class SlowCallers(List<TcpSocket> sockets) : IAsyncDisposable
    {
        public static async Task<SlowCallers> ConnectAsync(int port, string sent, int callers = Many)
        {
            var slow = new SlowCallers([]);
            var bytes = Encoding.UTF8.GetBytes(sent);
            try
            {
                for (var i = 0; i < callers; i++) await slow.AddAsync(port, bytes);
                return slow;
            }
            catch
            {
                await slow.DisposeAsync();
                throw;
            }
        }

        public async Task ReadOneByteEachAsync()
        {
            var single = new byte[1];
            foreach (var socket in sockets) Assert.Equal(1, await socket.ReceiveAsync(single, Cancel));
        }

        public async Task SendOneByteEachAsync()
        {
            foreach (var socket in sockets)
            {
                try
                {
                    await socket.SendAsync("z"u8.ToArray(), Cancel);
                }
                catch (SocketException)
                {
                    // Let go already: it was too slow.
                }
            }
        }

        public async Task<string> ReadToEndAsync()
        {
            var reply = new StringBuilder();
            var buffer = new byte[4096];
            while (await sockets[0].ReceiveAsync(buffer, Cancel) is var count and > 0) reply.Append(Encoding.Latin1.GetString(buffer, 0, count));
            return reply.ToString();
        }

        public ValueTask DisposeAsync()
        {
            foreach (var socket in sockets) socket.Dispose();
            return ValueTask.CompletedTask;
        }

        private async Task AddAsync(int port, byte[] sent)
        {
            var socket = new TcpSocket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096 };
            sockets.Add(socket);
            await socket.ConnectAsync(IPAddress.Loopback, port, Cancel);
            await socket.SendAsync(sent, Cancel);
        }
    }
}
