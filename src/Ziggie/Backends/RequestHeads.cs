using System.Buffers;
using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Text;
using Ziggie.Backends.Upstream;
using Ziggie.Settings;

namespace Ziggie.Backends;

/// <summary>The HTTP heads sent to one backend: everything but the body's length is written once.</summary>
internal sealed class RequestHeads(BackendSettings settings, UpstreamAddress address, string via)
{
    private const int MaxCached = 32;
    private readonly ConcurrentDictionary<string, byte[]> _posts = new();

    /// <summary>Writes the head of a POST whose body has <paramref name="bodyLength"/> bytes.</summary>
    /// <param name="extra">Further header lines, each ended by CR LF.</param>
    public void WritePost(IBufferWriter<byte> output, string path, int bodyLength, ReadOnlySpan<byte> extra = default)
    {
        if (!_posts.TryGetValue(path, out var head))
        {
            head = Encoding.UTF8.GetBytes($"{Start("POST", path)}Content-Type: application/json\r\n");
            if (_posts.Count < MaxCached) _posts.TryAdd(path, head);
        }
        var span = output.GetSpan(head.Length + extra.Length + 48);
        head.CopyTo(span);
        var length = head.Length;
        extra.CopyTo(span[length..]);
        length += extra.Length;
        "Content-Length: "u8.CopyTo(span[length..]);
        length += 16;
        Utf8Formatter.TryFormat(bodyLength, span[length..], out var digits);
        length += digits;
        "\r\n\r\n"u8.CopyTo(span[length..]);
        output.Advance(length + 4);
    }

    /// <summary>The head of any other request with a body.</summary>
    public byte[] Of(string method, string path, int bodyLength) =>
        Encoding.UTF8.GetBytes(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Start(method, path)}Content-Type: application/json\r\nContent-Length: {bodyLength}\r\n\r\n"));

    public byte[] Get(string path) => Encoding.UTF8.GetBytes($"{Start("GET", path)}\r\n");

    private string Start(string method, string path)
    {
        var head = new StringBuilder($"{method} {address.BasePath}{path} HTTP/1.1\r\nHost: {address.HostHeader}\r\nVia: {via}\r\nUser-Agent: Ziggie\r\n");
        if (settings.ApiKey is { Length: > 0 } key)
        {
            head.Append(settings.Type == BackendType.Anthropic ? $"x-api-key: {key}\r\n" : $"Authorization: Bearer {key}\r\n");
        }
        if (settings.Type == BackendType.Anthropic && !settings.Headers.Keys.Contains("anthropic-version", StringComparer.OrdinalIgnoreCase)) head.Append("anthropic-version: 2023-06-01\r\n");
        foreach (var (name, value) in settings.Headers) head.Append($"{name}: {value}\r\n");
        return head.ToString();
    }
}
