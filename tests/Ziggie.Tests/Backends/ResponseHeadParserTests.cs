using System.Text;
using Ziggie.Backends.Upstream;

namespace Ziggie.Tests.Backends;

public sealed class ResponseHeadParserTests
{
    private static ResponseHead Parse(string text)
    {
        Assert.True(ResponseHeadParser.TryParse(Encoding.ASCII.GetBytes(text), out var head, out var consumed));
        Assert.Equal(text.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4, consumed);
        return head;
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", 200, "Length", 5, true)]
    [InlineData("HTTP/1.1 200\r\ntransfer-encoding: Chunked\r\n\r\n", 200, "Chunked", -1, true)]
    [InlineData("HTTP/1.1 204 No Content\r\n\r\n", 204, "None", -1, true)]
    [InlineData("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n", 200, "Length", 0, false)]
    [InlineData("HTTP/1.0 200 OK\r\n\r\n", 200, "UntilClose", -1, false)]
    [InlineData("HTTP/1.1 100 Continue\r\n\r\n", 100, "None", -1, true)]
    public void Reads_what_delimits_the_body(string text, int status, string body, long length, bool keepAlive)
    {
        var head = Parse(text);
        Assert.Equal((status, body, length, keepAlive), (head.Status, head.Body.ToString(), head.Length, head.KeepAlive));
    }

    [Fact]
    public void Reads_type_and_retry()
    {
        var head = Parse("HTTP/1.1 429 Too Many\r\nContent-Type: text/event-stream; charset=utf-8\r\nRetry-After: 7\r\nContent-Length: 0\r\n\r\n");
        Assert.True(head.IsEventStream);
        Assert.Equal(7, head.RetryAfter);
    }

    [Fact]
    public void Needs_the_whole_head()
    {
        const string Whole = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n";
        for (var i = 0; i < Whole.Length; i++) Assert.False(ResponseHeadParser.TryParse(Encoding.ASCII.GetBytes(Whole[..i]), out _, out _));
    }

    [Theory]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n")]
    [InlineData("HTTP/1.1 abc OK\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nno colon\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5x\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n")]
    public void Refuses_what_is_not_plain_http(string text) =>
        Assert.Equal(UpstreamFailure.Garbage, Assert.Throws<UpstreamException>(() => ResponseHeadParser.TryParse(Encoding.ASCII.GetBytes(text), out _, out _)).Failure);
}
