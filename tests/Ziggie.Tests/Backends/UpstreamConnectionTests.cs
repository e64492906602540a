using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Ziggie.Backends.Upstream;

namespace Ziggie.Tests.Backends;

public sealed class UpstreamConnectionTests
{
    /// <summary>A backend that sends given bytes in pieces of given sizes, then closes.</summary>
    private sealed class Script(byte[] bytes, IEnumerable<int> sizes) : UpstreamTransport
    {
        private readonly IEnumerator<int> _sizes = sizes.GetEnumerator();
        private int _sent;

        public override ValueTask SendAsync(ReadOnlyMemory<byte> bytes) => ValueTask.CompletedTask;

        public override ValueTask<int> ReceiveAsync(Memory<byte> into)
        {
            var size = _sizes.MoveNext() ? Math.Max(1, _sizes.Current) : int.MaxValue;
            var count = Math.Min(Math.Min(size, into.Length), bytes.Length - _sent);
            bytes.AsMemory(_sent, count).CopyTo(into);
            _sent += count;
            return ValueTask.FromResult(count);
        }

        public override void Abort()
        {
        }
    }

    private static async Task<(int Status, string Body, bool Reusable)> ReadAsync(string reply, IEnumerable<int> sizes)
    {
        var connection = new UpstreamConnection(new Script(Encoding.UTF8.GetBytes(reply), sizes));
        await connection.SendAsync(default);
        var head = await connection.ReadHeadAsync();
        var body = new List<byte>();
        for (var piece = await connection.ReadAsync(); !piece.IsEmpty; piece = await connection.ReadAsync()) body.AddRange(piece.ToArray());
        return (head.Status, Encoding.UTF8.GetString([.. body]), connection.Reusable);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\nhello world", true)]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n6;x=y\r\n world\r\n0\r\n\r\n", true)]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nB\r\nhello world\r\n0\r\nTrailer: x\r\n\r\n", true)]
    [InlineData("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\nhello world", true)]
    [InlineData("HTTP/1.0 200 OK\r\n\r\nhello world", false)]
    public void Any_way_of_cutting_the_bytes_gives_the_same_body(string reply, bool reusable) => Prop.ForAll(
        ArbMap.Default.ArbFor<byte[]>(),
        sizes => Assert.Equal((200, "hello world", reusable), ReadAsync(reply, sizes.Select(s => s % 16)).GetAwaiter().GetResult())).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\nhello", "middle")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel", "middle")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n", "middle")]
    [InlineData("HTTP/1.1 200 O", "before")]
    [InlineData("", "before")]
    public async Task An_early_end_is_told(string reply, string where)
    {
        var e = await Assert.ThrowsAsync<UpstreamException>(() => ReadAsync(reply, []));
        Assert.Equal(UpstreamFailure.Dropped, e.Failure);
        Assert.Contains(where, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n0\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhello\r\n0\r\n\r\n")]
    public async Task A_wrong_chunk_is_garbage(string reply) =>
        Assert.Equal(UpstreamFailure.Garbage, (await Assert.ThrowsAsync<UpstreamException>(() => ReadAsync(reply, []))).Failure);

    [Fact]
    public async Task Bytes_behind_the_reply_make_the_connection_unfit_for_another() =>
        Assert.False((await ReadAsync("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhiHTTP/1.1 200 OK", [])).Reusable);

    [Fact]
    public async Task A_large_body_comes_whole()
    {
        var text = string.Concat(Enumerable.Range(0, 50_000).Select(i => $"{i},"));
        var reply = $"HTTP/1.1 200 OK\r\nContent-Length: {text.Length}\r\n\r\n{text}";
        Assert.Equal((200, text, true), await ReadAsync(reply, []));
    }
}
