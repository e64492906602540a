using System.Net.Sockets;
using System.Text;

namespace Ziggie.Engine.Host;

/// <summary>Reads HTTP/1.1 requests with a Content-Length, one after the other, from a socket.</summary>
internal sealed class RequestReader(Socket socket)
{
    private const int LongestHead = 64 << 10;
    private const int LongestBody = 256 << 20;

    private byte[] _buffer = new byte[16 << 10];
    private int _filled;

    /// <returns>Null at the end of the connection.</returns>
    /// <exception cref="InvalidDataException">It is no such request.</exception>
    public async Task<HttpRequest?> ReadAsync(CancellationToken cancel)
    {
        int head;
        while ((head = _buffer.AsSpan(0, _filled).IndexOf("\r\n\r\n"u8)) < 0)
        {
            if (_filled > LongestHead) throw new InvalidDataException("The request's head is too long.");
            if (!await FillAsync(cancel)) return _filled == 0 ? null : throw new InvalidDataException("The connection ended within a request.");
        }
        var (method, path, length) = ReadHead(_buffer.AsSpan(0, head));
        while (_filled < head + 4 + length)
            if (!await FillAsync(cancel, head + 4 + length)) throw new InvalidDataException("The connection ended within a request.");
        var body = _buffer.AsSpan(head + 4, length).ToArray();
        _filled -= head + 4 + length;
        _buffer.AsSpan(head + 4 + length, _filled).CopyTo(_buffer);
        // A body of many megabytes does not stay in memory for as long as the connection lives.
        if (_buffer.Length > 1 << 20 && _filled < 16 << 10) Array.Resize(ref _buffer, 16 << 10);
        return new HttpRequest(method, path, body);
    }

    /// <summary>Waits until the other side says more, or leaves.</summary>
    /// <returns>False where it has left.</returns>
    public Task<bool> MoreAsync(CancellationToken cancel) => FillAsync(cancel);

    private async Task<bool> FillAsync(CancellationToken cancel, int needed = 0)
    {
        if (_filled == _buffer.Length || needed > _buffer.Length) Array.Resize(ref _buffer, Math.Max(needed, _buffer.Length * 2));
        var read = await socket.ReceiveAsync(_buffer.AsMemory(_filled), cancel);
        _filled += read;
        return read > 0;
    }

    private static (string Method, string Path, int Length) ReadHead(ReadOnlySpan<byte> head)
    {
        var lines = Encoding.ASCII.GetString(head).Split("\r\n");
        if (lines[0].Split(' ') is not [var method, var path, _]) throw new InvalidDataException("The request has no proper first line.");
        var length = 0;
        foreach (var line in lines.AsSpan(1))
        {
            if (!line.StartsWith("content-length:", StringComparison.OrdinalIgnoreCase)) continue;
            if (!int.TryParse(line.AsSpan("content-length:".Length).Trim(), out length) || length is < 0 or > LongestBody) throw new InvalidDataException("The request's Content-Length cannot be.");
        }
        return (method, path, length);
    }
}
