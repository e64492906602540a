using System.Net.Sockets;
using System.Text;
using Ziggie.Tests.Support;

namespace Ziggie.Tests.Gateway.FastPath;

/// <summary>One connection, byte for byte: what the fast path answers itself, what it hands over in the middle, and that both look the same.</summary>
public sealed class FastPathFunctionalTests : IAsyncLifetime
{
    private const string Body = """{"model":"demo","max_tokens":2,"messages":[{"role":"user","content":"hi"}]}""";
    private static readonly CancellationToken s_cancel = TestContext.Current.CancellationToken;
    private ZiggieProcess _ziggie = null!;

    public async ValueTask InitializeAsync() => _ziggie = await ZiggieProcess.StartAsync("", s_cancel, null, "--demo");

    public ValueTask DisposeAsync() => _ziggie.DisposeAsync();

    [Fact]
    public async Task Requests_sent_at_once_are_answered_in_order()
    {
        using var connection = await ConnectAsync();
        await connection.SendAsync(Post(Body) + Post(Body) + Get("/v1/models") + Post(Body));
        Assert.Contains("chat.completion", await connection.ReplyAsync(), StringComparison.Ordinal);
        Assert.Contains("chat.completion", await connection.ReplyAsync(), StringComparison.Ordinal);
        Assert.Contains("\"object\":\"list\"", await connection.ReplyAsync(), StringComparison.Ordinal);
        Assert.Contains("chat.completion", await connection.ReplyAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_may_come_byte_by_byte()
    {
        using var connection = await ConnectAsync();
        foreach (var letter in Post(Body)) await connection.SendAsync(letter.ToString());
        Assert.Contains("chat.completion", await connection.ReplyAsync(), StringComparison.Ordinal);
        await connection.SendAsync(Post(Body));
        Assert.Contains("chat.completion", await connection.ReplyAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_larger_than_any_buffer_arrives_whole()
    {
        using var connection = await ConnectAsync();
        var words = new string('a', 3 << 20);
        await connection.SendAsync(Post(Body.Replace("hi", words, StringComparison.Ordinal)));
        Assert.Contains("chat.completion", await connection.ReplyAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"model\":7}", "400 Bad Request")]
    [InlineData("not json", "400 Bad Request")]
    [InlineData("{\"model\":\"nothing\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}", "404 Not Found")]
    public async Task Errors_leave_the_connection_open(string body, string status)
    {
        using var connection = await ConnectAsync();
        await connection.SendAsync(Post(body));
        Assert.StartsWith($"HTTP/1.1 {status}\r\n", await connection.ReplyAsync(), StringComparison.Ordinal);
        await connection.SendAsync(Post(Body));
        Assert.Contains("chat.completion", await connection.ReplyAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_is_deleted_counts_no_longer_on_an_open_connection()
    {
        var key = await _ziggie.CreateKeyAsync(new { name = "short-lived" }, s_cancel);
        using var connection = await ConnectAsync();
        await connection.SendAsync(Post(Body, key));
        Assert.StartsWith("HTTP/1.1 200", await connection.ReplyAsync(), StringComparison.Ordinal);
        var keys = await _ziggie.Admin.GetStringAsync("/api/keys", s_cancel);
        using var listed = System.Text.Json.JsonDocument.Parse(keys);
        var id = listed.RootElement.GetProperty("items").EnumerateArray().Single(k => k.GetProperty("name").GetString() == "short-lived").GetProperty("id").GetString();
        (await _ziggie.Admin.DeleteAsync($"/api/keys/{id}", s_cancel)).EnsureSuccessStatusCode();
        await connection.SendAsync(Post(Body, key));
        Assert.StartsWith("HTTP/1.1 401", await connection.ReplyAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stream_comes_in_chunks_and_the_connection_goes_on()
    {
        using var connection = await ConnectAsync();
        await connection.SendAsync(Post(Body.Replace("\"max_tokens\":2", "\"max_tokens\":3,\"stream\":true", StringComparison.Ordinal)));
        var reply = await connection.ReplyAsync();
        Assert.Contains("Transfer-Encoding: chunked", reply, StringComparison.Ordinal);
        Assert.EndsWith("data: [DONE]\n\n", reply, StringComparison.Ordinal);
        await connection.SendAsync(Post(Body));
        Assert.Contains("chat.completion", await connection.ReplyAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stopping_ends_idle_connections_at_once()
    {
        using var connection = await ConnectAsync();
        await connection.SendAsync(Post(Body));
        await connection.ReplyAsync();
        using var silent = await ConnectAsync();
        Assert.Equal(0, await _ziggie.StopAsync(s_cancel));
        Assert.Equal("", await connection.ReplyAsync());
        Assert.Equal("", await silent.ReplyAsync());
    }

    private string Post(string body, string? key = null) =>
        $"POST /v1/chat/completions HTTP/1.1\r\nHost: {_ziggie.Url.Authority}\r\nAuthorization: Bearer {key ?? _ziggie.Key}\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}";

    private string Get(string path) => $"GET {path} HTTP/1.1\r\nHost: {_ziggie.Url.Authority}\r\nAuthorization: Bearer {_ziggie.Key}\r\n\r\n";

    private Task<RawConnection> ConnectAsync() => RawConnection.OpenAsync(_ziggie.Url, s_cancel);

    /// <summary>A client that sends what it is told and reads one reply at a time.</summary>
    private sealed class RawConnection(TcpClient client, CancellationToken cancel) : IDisposable
    {
        private readonly NetworkStream _stream = client.GetStream();
        private readonly byte[] _one = new byte[1];

        public static async Task<RawConnection> OpenAsync(Uri url, CancellationToken cancel)
        {
            var client = new TcpClient { NoDelay = true };
            await client.ConnectAsync(url.Host, url.Port, cancel);
            return new RawConnection(client, cancel);
        }

        public Task SendAsync(string text) => _stream.WriteAsync(Encoding.UTF8.GetBytes(text), cancel).AsTask();

        /// <summary>Head and body, decoded; empty where the connection ended.</summary>
        public async Task<string> ReplyAsync()
        {
            var head = await UntilAsync("\r\n\r\n");
            if (head.Length == 0) return "";
            if (head.Contains("Transfer-Encoding: chunked", StringComparison.OrdinalIgnoreCase)) return head + await ChunksAsync();
            var length = head.Split("\r\n").Single(l => l.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase)).Split(':')[1];
            return head + await ExactlyAsync(int.Parse(length, System.Globalization.CultureInfo.InvariantCulture));
        }

        public void Dispose() => client.Dispose();

        private async Task<string> ChunksAsync()
        {
            var all = new StringBuilder();
            while (true)
            {
                var size = int.Parse((await UntilAsync("\r\n")).Trim(), System.Globalization.NumberStyles.HexNumber, System.Globalization.CultureInfo.InvariantCulture);
                all.Append(await ExactlyAsync(size));
                Assert.Equal("\r\n", await ExactlyAsync(2));
                if (size == 0) return all.ToString();
            }
        }

        private async Task<string> UntilAsync(string end)
        {
            var text = new StringBuilder();
            while (await _stream.ReadAsync(_one, cancel) == 1)
            {
                text.Append((char)_one[0]);
                if (text.Length >= end.Length && text.ToString(text.Length - end.Length, end.Length) == end) return text.ToString();
            }
            return text.ToString();
        }

        private async Task<string> ExactlyAsync(int length)
        {
            var bytes = new byte[length];
            await _stream.ReadExactlyAsync(bytes, cancel);
            return Encoding.UTF8.GetString(bytes);
        }
    }
}
