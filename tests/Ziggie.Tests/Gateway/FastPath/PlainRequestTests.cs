using System.Text;
using Ziggie.Gateway.FastPath;

namespace Ziggie.Tests.Gateway.FastPath;

/// <summary>Which heads the fast path takes as they are, and which it leaves to the web server.</summary>
public sealed class PlainRequestTests
{
    private const string Host = "Host: localhost:8080\r\n";
    private const string Key = "Authorization: Bearer zk-abc\r\n";
    private const string Length = "Content-Length: 2\r\n";

    [Theory]
    [InlineData("POST /v1/chat/completions HTTP/1.1\r\n" + Host + Key + Length + "\r\n")]
    [InlineData("POST /api/chat HTTP/1.1\r\n" + Host + Key + Length + "\r\n")]
    [InlineData("POST /api/llm/generate HTTP/1.1\r\n" + Host + Key + Length + "\r\n")]
    [InlineData("POST /v1/messages HTTP/1.1\r\nhost: a\r\nX-API-KEY: zk-abc\r\ncontent-LENGTH:   2  \r\n\r\n")]
    [InlineData("POST /v1/messages HTTP/1.1\r\n" + Host + "authorization: bearer  zk-abc\r\n" + Length + "Connection: Keep-Alive\r\nx-stainless-lang: js\r\nAccept: */*\r\nanthropic-beta: a\r\n\r\n")]
    public void Takes_what_api_clients_send(string head)
    {
        Assert.Equal(Reading.Plain, PlainRequest.Read(Encoding.ASCII.GetBytes(head), out var request));
        Assert.Equal("zk-abc", Encoding.ASCII.GetString(request.Key));
        Assert.Equal(2, request.ContentLength);
        Assert.Equal(head.Length, request.HeadLength);
    }

    [Theory]
    [InlineData("GET /v1/models HTTP/1.1\r\n" + Host + Key + "\r\n")]
    [InlineData("post /v1/chat/completions HTTP/1.1\r\n" + Host + Key + Length + "\r\n")]
    [InlineData("POST /v1/chat/completions HTTP/1.0\r\n" + Host + Key + Length + "\r\n")]
    [InlineData("POST /v1/chat/completions?x=1 HTTP/1.1\r\n" + Host + Key + Length + "\r\n")]
    [InlineData("POST  /v1/chat/completions HTTP/1.1\r\n" + Host + Key + Length + "\r\n")]
    [InlineData("POST /v1/chat%2fcompletions HTTP/1.1\r\n" + Host + Key + Length + "\r\n")]
    [InlineData("POST /v1/nothing HTTP/1.1\r\n" + Host + Key + Length + "\r\n")]
    [InlineData("POST /v1/chat/completions HTTP/1.1\r\n" + Key + Length + "\r\n")]
    [InlineData("POST /v1/chat/completions HTTP/1.1\r\n" + Host + Host + Key + Length + "\r\n")]
    [InlineData("POST /v1/chat/completions HTTP/1.1\r\n" + Host + Length + "\r\n")]
    [InlineData("POST /v1/chat/completions HTTP/1.1\r\n" + Host + Key + Key + Length + "\r\n")]
    [InlineData("POST /v1/chat/completions HTTP/1.1\r\n" + Host + "Authorization: Basic zk-abc\r\n" + Length + "\r\n")]
    [InlineData("POST /v1/chat/completions HTTP/1.1\r\n" + Host + "Authorization: Bearer eyJ.a.b\r\n" + Length + "\r\n")]
    [InlineData("POST /api/chat HTTP/1.1\r\n" + Host + "x-api-key: zk-abc\r\n" + Length + "\r\n")]
    [InlineData("POST /v1/chat/completions HTTP/1.1\r\n" + Host + Key + "\r\n")]
    [InlineData("POST /v1/chat/completions HTTP/1.1\r\n" + Host + Key + "Content-Length: 0\r\n\r\n")]
    [InlineData("POST /v1/chat/completions HTTP/1.1\r\n" + Host + Key + Length + Length + "\r\n")]
    [InlineData("POST /v1/chat/completions HTTP/1.1\r\n" + Host + Key + "Content-Length: 2, 2\r\n\r\n")]
    [InlineData("POST /v1/chat/completions HTTP/1.1\r\n" + Host + Key + "Content-Length: +2\r\n\r\n")]
    [InlineData("POST /v1/chat/completions HTTP/1.1\r\n" + Host + Key + "Content-Length: 0x2\r\n\r\n")]
    [InlineData("POST /v1/chat/completions HTTP/1.1\r\n" + Host + Key + "Content-Length: 9999999999999999\r\n\r\n")]
    [InlineData("POST /v1/chat/completions HTTP/1.1\r\n" + Host + Key + Length + "Transfer-Encoding: chunked\r\n\r\n")]
    [InlineData("POST /v1/chat/completions HTTP/1.1\r\n" + Host + Key + Length + "Transfer-Encoding : chunked\r\n\r\n")]
    [InlineData("POST /v1/chat/completions HTTP/1.1\r\n" + Host + Key + Length + " folded: x\r\n\r\n")]
    [InlineData("POST /v1/chat/completions HTTP/1.1\r\n" + Host + Key + Length + "a: b\n\r\n\r\n")]
    [InlineData("POST /v1/chat/completions HTTP/1.1\r\n" + Host + Key + Length + "a: b\rTransfer-Encoding: chunked\r\n\r\n")]
    [InlineData("POST /v1/chat/completions HTTP/1.1\r\n" + Host + Key + Length + "a: b\0c\r\n\r\n")]
    [InlineData("POST /v1/chat/completions HTTP/1.1\r\n" + Host + Key + Length + "no colon\r\n\r\n")]
    [InlineData("POST /v1/chat/completions HTTP/1.1\r\n" + Host + Key + Length + ": no name\r\n\r\n")]
    [InlineData("POST /v1/chat/completions HTTP/1.1\r\n" + Host + Key + Length + "Connection: close\r\n\r\n")]
    [InlineData("POST /v1/chat/completions HTTP/1.1\r\n" + Host + Key + Length + "Expect: 100-continue\r\n\r\n")]
    [InlineData("POST /v1/chat/completions HTTP/1.1\r\n" + Host + Key + Length + "Upgrade: websocket\r\n\r\n")]
    [InlineData("POST /v1/chat/completions HTTP/1.1\r\n" + Host + Key + Length + "Cookie: a=b\r\n\r\n")]
    [InlineData("POST /v1/chat/completions HTTP/1.1\r\n" + Host + Key + Length + "Origin: http://x\r\n\r\n")]
    [InlineData("POST /v1/chat/completions HTTP/1.1\r\n" + Host + Key + Length + "Content-Encoding: gzip\r\n\r\n")]
    [InlineData("POST /v1/chat/completions HTTP/1.1\r\n" + Host + Key + Length + "Via: 1.1 ziggie\r\n\r\n")]
    [InlineData("POST /v1/chat/completions HTTP/1.1\r\n" + Host + Key + Length + "Forwarded: for=1.2.3.4\r\n\r\n")]
    [InlineData("POST /v1/chat/completions HTTP/1.1\r\n" + Host + Key + Length + "x-forwarded-for: 1.2.3.4\r\n\r\n")]
    [InlineData("POST /v1/chat/completions HTTP/1.1\r\n" + Host + Key + Length + "X-Original-Host: x\r\n\r\n")]
    [InlineData("POST /v1/chat/completions HTTP/1.1\r\n" + Host + Key + Length + "X-Real-IP: 1.2.3.4\r\n\r\n")]
    [InlineData("\u0016\u0003\u0001 a TLS hello")]
    [InlineData("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")]
    public void Leaves_everything_else_to_the_web_server(string head) =>
        Assert.Equal(Reading.Other, PlainRequest.Read(Encoding.ASCII.GetBytes(head), out _));

    [Fact]
    public void Waits_for_the_whole_head()
    {
        var head = Encoding.ASCII.GetBytes("POST /v1/chat/completions HTTP/1.1\r\n" + Host + Key + Length + "\r\n");
        for (var length = 0; length < head.Length; length++) Assert.Equal(Reading.Incomplete, PlainRequest.Read(head.AsSpan(0, length), out _));
    }

    [Fact]
    public void Leaves_a_head_without_end_to_the_web_server() =>
        Assert.Equal(Reading.Other, PlainRequest.Read(Encoding.ASCII.GetBytes("POST /" + new string('a', 17 << 10)), out _));

    [Fact]
    public void Counts_the_authorization_header_where_both_are_sent()
    {
        var head = "POST /v1/messages HTTP/1.1\r\n" + Host + "x-api-key: zk-other\r\n" + Key + "\r\n";
        var length = head.Insert(head.Length - 2, Length);
        Assert.Equal(Reading.Plain, PlainRequest.Read(Encoding.ASCII.GetBytes(length), out var request));
        Assert.Equal("zk-abc", Encoding.ASCII.GetString(request.Key));
    }
}
