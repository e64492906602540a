using System.Buffers;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Ziggie.Admission;

namespace Ziggie.Gateway.FastPath;

/// <summary>A reply on a <see cref="FastPathConnection"/>: one send for the head with the first of the body, then one a flush. Without a length it goes in chunks.</summary>
internal sealed class FastPathReply(FastPathConnection connection, KeyLimiter limiter, TimeProvider time) : HttpReply(limiter, time), IDisposable
{
    private readonly PooledBuffer _send = PooledBuffer.Lazy();
    private readonly PooledBuffer _chunk = PooledBuffer.Lazy();
    private bool _chunked;

    public override IBufferWriter<byte> Output => _chunked ? _chunk : _send;

    public override IDisposable? Watch(Exchange exchange) => connection.Watch(exchange);

    public override async ValueTask FlushAsync()
    {
        EndChunk();
        await connection.SendAsync(_send.WrittenMemory);
        _send.Release();
    }

    public override ValueTask CompleteAsync()
    {
        EndChunk();
        if (_chunked) _send.Write("0\r\n\r\n"u8);
        return connection.SendAsync(_send.WrittenMemory);
    }

    public override void Abort() => connection.Abort();

    public override void Header(string name, string value)
    {
        var line = _send.GetSpan(name.Length + value.Length + 4);
        var length = Encoding.ASCII.GetBytes(name, line);
        ": "u8.CopyTo(line[length..]);
        length += 2;
        var text = line.Slice(length, Encoding.ASCII.GetBytes(value, line[length..]));
        // A value that came from a backend must not begin a line of its own.
        if (text.ContainsAnyExceptInRange((byte)' ', (byte)'~')) Clean(text);
        length += text.Length;
        "\r\n"u8.CopyTo(line[length..]);
        _send.Advance(length + 2);
    }

    public void Dispose()
    {
        _send.Dispose();
        _chunk.Dispose();
    }

    protected override void Head(int status, string contentType, long length)
    {
        _send.Write(status == 200 ? "HTTP/1.1 200 OK\r\n"u8 : Encoding.ASCII.GetBytes($"HTTP/1.1 {status} {ReasonPhrases.GetReasonPhrase(status)}\r\n"));
        Header("Content-Type", contentType);
        _send.Write(HttpDate.Line(Time.GetUtcNow()));
        if (connection.Closing) _send.Write("Connection: close\r\n"u8);
        _chunked = length < 0;
        if (_chunked)
        {
            _send.Write("Transfer-Encoding: chunked\r\n"u8);
            return;
        }
        _send.Write("Content-Length: "u8);
        length.TryFormat(_send.GetSpan(20), out var written, default, CultureInfo.InvariantCulture);
        _send.Advance(written);
        _send.Write("\r\n"u8);
    }

    protected override void EndHead() => _send.Write("\r\n"u8);

    private void EndChunk()
    {
        if (_chunk.WrittenCount == 0) return;
        _chunk.WrittenCount.TryFormat(_send.GetSpan(8), out var digits, "x", CultureInfo.InvariantCulture);
        _send.Advance(digits);
        _send.Write("\r\n"u8);
        _send.Write(_chunk.WrittenSpan);
        _send.Write("\r\n"u8);
        _chunk.Release();
    }

    private static void Clean(Span<byte> text)
    {
        foreach (ref var b in text)
        {
            if (b is < (byte)' ' or > (byte)'~') b = (byte)'?';
        }
    }
}
