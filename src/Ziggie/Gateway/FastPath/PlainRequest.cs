using System.Buffers;
using System.Text;

namespace Ziggie.Gateway.FastPath;

/// <summary>What the beginning of a connection's bytes is.</summary>
internal enum Reading
{
    /// <summary>More bytes are needed to tell.</summary>
    Incomplete,

    /// <summary>A model request without anything special about it.</summary>
    Plain,

    /// <summary>For the web server: another endpoint, another way to send a body or a credential, a proxy's or a browser's request, or a malformed one.</summary>
    Other,
}

/// <summary>
/// The head of a model request as API clients send it: POST to a model path, HTTP/1.1, one Host, one key, one Content-Length, the connection
/// kept. It is read strictly and never repaired; whatever is out of the ordinary is left to the web server, which knows it all and explains it.
/// </summary>
internal ref struct PlainRequest
{
    private const int MaxHead = 16 << 10;

    private static readonly SearchValues<byte> s_tokenBytes = SearchValues.Create("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"u8);
    private static readonly SearchValues<byte> s_textBytes = SearchValues.Create([(byte)'\t', .. Enumerable.Range(' ', '~' - ' ' + 1).Select(b => (byte)b)]);

    public Door Door;

    /// <summary>Bytes of the head with its empty line.</summary>
    public int HeadLength;
    public long ContentLength;
    public ReadOnlySpan<byte> Host;

    /// <summary>What Authorization or x-api-key holds, without "Bearer".</summary>
    public ReadOnlySpan<byte> Key;
    public ReadOnlySpan<byte> UserAgent;
    public ReadOnlySpan<byte> TraceParent;
    public ReadOnlySpan<byte> AnthropicBeta;

    private bool _bearer;

    public static Reading Read(ReadOnlySpan<byte> bytes, out PlainRequest request)
    {
        request = new PlainRequest { ContentLength = -1 };
        var method = "POST /"u8;
        if (bytes.Length < method.Length) return method.StartsWith(bytes) ? Reading.Incomplete : Reading.Other;
        if (!bytes.StartsWith(method)) return Reading.Other;
        var end = bytes.IndexOf("\r\n\r\n"u8);
        if (end < 0) return bytes.Length > MaxHead ? Reading.Other : Reading.Incomplete;
        if (end > MaxHead) return Reading.Other;
        request.HeadLength = end + 4;
        return request.ReadLines(bytes[..(end + 2)]) ? Reading.Plain : Reading.Other;
    }

    private bool ReadLines(ReadOnlySpan<byte> head)
    {
        var lineEnd = head.IndexOf("\r\n"u8);
        if (!ReadRequestLine(head[..lineEnd])) return false;
        for (head = head[(lineEnd + 2)..]; !head.IsEmpty; head = head[(lineEnd + 2)..])
        {
            lineEnd = head.IndexOf("\r\n"u8);
            if (!ReadHeader(head[..lineEnd])) return false;
        }
        return !Host.IsEmpty && !Key.IsEmpty && ContentLength > 0;
    }

    private bool ReadRequestLine(ReadOnlySpan<byte> line)
    {
        if (!line.EndsWith(" HTTP/1.1"u8)) return false;
        Span<char> path = stackalloc char[64];
        var sent = line["POST ".Length..^" HTTP/1.1".Length];
        if (sent.Length > path.Length || Encoding.ASCII.GetChars(sent, path) != sent.Length || Doors.Find(path[..sent.Length]) is not { } door) return false;
        Door = door;
        return true;
    }

    private bool ReadHeader(ReadOnlySpan<byte> line)
    {
        var colon = line.IndexOf((byte)':');
        if (colon <= 0) return false;
        var name = line[..colon];
        var value = line[(colon + 1)..].Trim(" \t"u8);
        if (name.ContainsAnyExcept(s_tokenBytes) || value.ContainsAnyExcept(s_textBytes)) return false;
        switch (name.Length)
        {
            case 4 when Is(name, "host"u8): return Once(ref Host, value);
            case 9 when Is(name, "x-api-key"u8): return ReadKey(value, bearer: false);
            case 10 when Is(name, "user-agent"u8): return Once(ref UserAgent, value);
            case 10 when Is(name, "connection"u8): return Is(value, "keep-alive"u8);
            case 11 when Is(name, "traceparent"u8): return Once(ref TraceParent, value);
            case 13 when Is(name, "authorization"u8): return value.Length > 7 && Is(value[..7], "bearer "u8) && ReadKey(value[7..].Trim(" \t"u8), bearer: true);
            case 14 when Is(name, "content-length"u8): return ReadLength(value);
            case 14 when Is(name, "anthropic-beta"u8): return Once(ref AnthropicBeta, value);
            default: return !IsSpecial(name);
        }
    }

    // Authorization counts where both are sent.
    private bool ReadKey(ReadOnlySpan<byte> value, bool bearer)
    {
        if (!value.StartsWith("zk-"u8)) return false;
        if (!bearer && (_bearer || !Door.Path.StartsWith("/v1/", StringComparison.Ordinal))) return _bearer;
        if (!Key.IsEmpty && (_bearer || !bearer)) return false;
        _bearer = bearer;
        Key = value;
        return true;
    }

    private bool ReadLength(ReadOnlySpan<byte> value)
    {
        if (ContentLength >= 0 || value.Length is 0 or > 15) return false;
        long length = 0;
        foreach (var digit in value)
        {
            if (digit is < (byte)'0' or > (byte)'9') return false;
            length = (length * 10) + digit - '0';
        }
        ContentLength = length;
        return true;
    }

    // What changes how the body is framed, who the caller is or where it comes from.
    private static bool IsSpecial(ReadOnlySpan<byte> name) => name.Length switch
    {
        2 => Is(name, "te"u8),
        3 => Is(name, "via"u8),
        6 => Is(name, "cookie"u8) || Is(name, "origin"u8) || Is(name, "expect"u8),
        7 => Is(name, "upgrade"u8) || Is(name, "trailer"u8),
        9 => Is(name, "forwarded"u8) || Is(name, "x-real-ip"u8),
        14 => Is(name, "http2-settings"u8),
        16 => Is(name, "content-encoding"u8) || StartsForwarding(name),
        17 => Is(name, "transfer-encoding"u8) || StartsForwarding(name),
        > 10 => StartsForwarding(name),
        _ => false,
    };

    private static bool StartsForwarding(ReadOnlySpan<byte> name) =>
        (name.Length >= 12 && Is(name[..12], "x-forwarded-"u8)) || (name.Length >= 11 && Is(name[..11], "x-original-"u8));

    private static bool Once(ref ReadOnlySpan<byte> into, ReadOnlySpan<byte> value)
    {
        if (!into.IsEmpty || value.IsEmpty) return false;
        into = value;
        return true;
    }

    private static bool Is(ReadOnlySpan<byte> a, ReadOnlySpan<byte> lower) => Ascii.EqualsIgnoreCase(a, lower);
}
