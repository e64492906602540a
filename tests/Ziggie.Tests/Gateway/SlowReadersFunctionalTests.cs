using System.Net;
using System.Net.Sockets;
using System.Text;
using Ziggie.Tests.Gateway.Paths;
using Ziggie.Wire;
using TcpSocket = System.Net.Sockets.Socket;

namespace Ziggie.Tests.Gateway;

/// <summary>Callers that hardly read take nothing from the others.</summary>
public sealed class SlowReadersFunctionalTests(OneZiggie one) : IClassFixture<OneZiggie>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact(Timeout = 120_000)]
    public async Task Two_hundred_of_them_do_not_hold_up_a_normal_request()
    {
        await using var flooding = await one.BackendAsync(Dialect.OpenAi, maxConcurrency: 1000);
        await using var normal = await one.BackendAsync(Dialect.OpenAi);
        var readers = new List<TcpSocket>();
        try
        {
            for (var i = 0; i < 200; i++) readers.Add(await AskAsync(flooding.Model));
            var single = new byte[1];
            foreach (var reader in readers) Assert.Equal(1, await reader.ReceiveAsync(single, Cancel));

            var answer = await one.Caller.ChatAsync(Dialect.Anthropic, normal.Model, "[[say:unhindered]]", stream: true);

            Assert.Equal((200, "unhindered", true), (answer.Status, answer.Said, answer.SaysDone));
            foreach (var reader in readers) Assert.Equal(1, await reader.ReceiveAsync(single, Cancel));
            Assert.True(flooding.Server.Stats is { Active: >= 200, Completed: < 200 }, flooding.Server.Stats.ToString());
        }
        finally
        {
            foreach (var reader in readers) reader.Dispose();
        }
        // All of them left: so does the backend's work for them.
        await flooding.Server.WaitUntilAsync(s => s is { Active: 0, Cancelled: > 0 }, Cancel);
    }

    private async Task<TcpSocket> AskAsync(string model)
    {
        var body = $$"""{"model":"{{model}}","stream":true,"messages":[{"role":"user","content":"[[tokens:30000]]"}]}""";
        var socket = new TcpSocket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096 };
        await socket.ConnectAsync(IPAddress.Loopback, one.Ziggie.Url.Port, Cancel);
        await socket.SendAsync(Encoding.UTF8.GetBytes($"POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {one.Ziggie.Key}\r\nContent-Length: {body.Length}\r\n\r\n{body}"), Cancel);
        return socket;
    }
}
