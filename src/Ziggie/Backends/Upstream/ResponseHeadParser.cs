using System.Buffers.Text;
using System.Text;

namespace Ziggie.Backends.Upstream;

/// <summary>Reads the head of an HTTP/1.1 reply from bytes. Pure.</summary>
internal static class ResponseHeadParser
{
    /// <summary>The head and its length; false while more bytes are needed. Throws <see cref="UpstreamException"/> on what is not HTTP.</summary>
    public static bool TryParse(ReadOnlySpan<byte> buffer, out ResponseHead head, out int consumed)
    {
        head = default;
        consumed = 0;
        if (!"HTTP/1."u8.StartsWith(buffer[..Math.Min(buffer.Length, 7)])) throw Garbage("its answer is not HTTP/1.1");
        var end = buffer.IndexOf("\r\n\r\n"u8);
        if (end < 0) return false;
        consumed = end + 4;
        var lines = buffer[..(end + 2)];
        var statusEnd = lines.IndexOf("\r\n"u8);
        var status = lines[..statusEnd];
        if (status.Length < 12 || status[8] != ' ' || !Utf8Parser.TryParse(status.Slice(9, 3), out int code, out var digits) || digits != 3)
        {
            throw Garbage("its status line cannot be read");
        }
        head.Status = code;
        head.KeepAlive = status[7] == '1';
        head.RetryAfter = -1;
        head.Length = -1;
        var chunked = false;
        lines = lines[(statusEnd + 2)..];
        while (!lines.IsEmpty)
        {
            var lineEnd = lines.IndexOf("\r\n"u8);
            Read(lines[..lineEnd], ref head, ref chunked);
            lines = lines[(lineEnd + 2)..];
        }
        head.Body = code is 204 or 304 || code < 200 ? BodyKind.None
            : chunked ? BodyKind.Chunked
            : head.Length >= 0 ? BodyKind.Length
            : BodyKind.UntilClose;
        if (chunked && head.Length >= 0) throw Garbage("it sent both Content-Length and Transfer-Encoding");
        if (head.Body == BodyKind.UntilClose) head.KeepAlive = false;
        return true;
    }

    private static void Read(ReadOnlySpan<byte> line, ref ResponseHead head, ref bool chunked)
    {
        var colon = line.IndexOf((byte)':');
        if (colon <= 0) throw Garbage("a header line has no name");
        var name = line[..colon];
        var value = line[(colon + 1)..].Trim((byte)' ');
        switch (name.Length)
        {
            case 10 when Is(name, "connection"u8):
                if (Is(value, "close"u8)) head.KeepAlive = false;
                break;
            case 11 when Is(name, "retry-after"u8):
                if (Utf8Parser.TryParse(value, out int seconds, out var used) && used == value.Length && seconds >= 0) head.RetryAfter = seconds;
                break;
            case 12 when Is(name, "content-type"u8):
                head.ContentType = Is(value, "application/json"u8) ? "application/json"
                    : Is(value, "text/event-stream"u8) ? "text/event-stream"
                    : Is(value, "application/x-ndjson"u8) ? "application/x-ndjson"
                    : Encoding.Latin1.GetString(value[..Math.Min(value.Length, 200)]);
                break;
            case 14 when Is(name, "content-length"u8):
                if (!Utf8Parser.TryParse(value, out long length, out var all) || all != value.Length || length < 0 || (head.Length >= 0 && head.Length != length))
                {
                    throw Garbage("its Content-Length cannot be read");
                }
                head.Length = length;
                break;
            case 17 when Is(name, "transfer-encoding"u8):
                if (!Is(value, "chunked"u8)) throw Garbage("its Transfer-Encoding is not chunked");
                chunked = true;
                break;
        }
    }

    private static bool Is(ReadOnlySpan<byte> text, ReadOnlySpan<byte> lower) => Ascii.EqualsIgnoreCase(text, lower);

    private static UpstreamException Garbage(string what) => new(UpstreamFailure.Garbage, what);
}
