using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Ziggie.Tests.Simulator;

/// <summary>A caller that sees what is on the wire.</summary>
internal sealed class RawHttp : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    private RawHttp()
    {
    }

    public static async Task<RawHttp> PostAsync(int port, string path, string json, CancellationToken cancellation)
    {
        var raw = new RawHttp();
        await raw._socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), cancellation);
        var head = $"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(json)}\r\n\r\n";
        await raw._socket.SendAsync(Encoding.UTF8.GetBytes(head + json), cancellation);
        return raw;
    }

    /// <summary>Everything up to the connection's end, and whether that was a reset.</summary>
    public async Task<(byte[] Bytes, bool Reset)> ReadToEndAsync(CancellationToken cancellation)
    {
        using var all = new MemoryStream();
        var buffer = new byte[64 * 1024];
        try
        {
            while (await _socket.ReceiveAsync(buffer, cancellation) is var count and > 0) all.Write(buffer, 0, count);
            return (all.ToArray(), false);
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionReset)
        {
            return (all.ToArray(), true);
        }
    }

    /// <summary>Everything until <paramref name="mark"/> has come, or that many bytes.</summary>
    public async Task<string> ReadUntilAsync(string mark, CancellationToken cancellation)
    {
        var text = new StringBuilder();
        var buffer = new byte[64 * 1024];
        while (!text.ToString().Contains(mark, StringComparison.Ordinal))
        {
            var count = await _socket.ReceiveAsync(buffer, cancellation);
            Assert.True(count > 0, $"The connection ended before '{mark}' came: {text}");
            text.Append(Encoding.Latin1.GetString(buffer, 0, count));
        }
        return text.ToString();
    }

    public async Task<long> CountAsync(long bytes, CancellationToken cancellation)
    {
        var buffer = new byte[64 * 1024];
        long seen = 0;
        while (seen < bytes && await _socket.ReceiveAsync(buffer, cancellation) is var count and > 0) seen += count;
        return seen;
    }

    /// <summary>The chunks of a body in chunked encoding, and whether the closing one came.</summary>
    public static (List<byte[]> Chunks, bool Ended) Chunks(byte[] reply)
    {
        var chunks = new List<byte[]>();
        var at = reply.AsSpan().IndexOf("\r\n\r\n"u8) + 4;
        while (at < reply.Length)
        {
            var line = reply.AsSpan(at).IndexOf("\r\n"u8);
            if (line < 0) break;
            var size = int.Parse(Encoding.ASCII.GetString(reply, at, line), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            if (size == 0) return (chunks, true);
            at += line + 2;
            chunks.Add(reply[at..Math.Min(at + size, reply.Length)]);
            at += size + 2;
        }
        return (chunks, false);
    }

    public void Dispose() => _socket.Dispose();
}
