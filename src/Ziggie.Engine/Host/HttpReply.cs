using System.Buffers;
using System.Globalization;
using System.Text;
using Ziggie.Wire;

namespace Ziggie.Engine.Host;

/// <summary>The answer to one request: at once, or as a stream of chunks.</summary>
internal sealed class HttpReply(Outgoing outgoing)
{
    private readonly ArrayBufferWriter<byte> _frame = new(512);

    /// <summary>Whether the status has been told, so that it cannot be another one any more.</summary>
    public bool HasStarted { get; private set; }

    /// <summary>The caller has gone or does not read.</summary>
    public bool IsBroken => outgoing.IsBroken;

    public void Whole(int status, string contentType, ReadOnlySpan<byte> body)
    {
        HasStarted = true;
        _frame.ResetWrittenCount();
        Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 {status} {Phrase(status)}\r\nContent-Type: {contentType}\r\nContent-Length: {body.Length}\r\n\r\n"), _frame);
        _frame.Write(body);
        outgoing.Send(_frame.WrittenSpan);
    }

    public void Error(WireError error)
    {
        var body = new ArrayBufferWriter<byte>(256);
        ErrorBodies.Write(Dialect.OpenAi, error, body);
        Whole(error.Status, "application/json", body.WrittenSpan);
    }

    /// <summary>The next piece of a stream; the first begins it.</summary>
    public void Chunk(string contentType, ReadOnlySpan<byte> data)
    {
        _frame.ResetWrittenCount();
        Begin(contentType);
        if (!data.IsEmpty)
        {
            Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{data.Length:x}\r\n"), _frame);
            _frame.Write(data);
            _frame.Write("\r\n"u8);
        }
        outgoing.Send(_frame.WrittenSpan);
    }

    public void EndChunks(string contentType, ReadOnlySpan<byte> last)
    {
        _frame.ResetWrittenCount();
        Begin(contentType);
        if (!last.IsEmpty)
        {
            Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{last.Length:x}\r\n"), _frame);
            _frame.Write(last);
            _frame.Write("\r\n"u8);
        }
        _frame.Write("0\r\n\r\n"u8);
        outgoing.Send(_frame.WrittenSpan);
    }

    private void Begin(string contentType)
    {
        if (HasStarted) return;
        HasStarted = true;
        Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: {contentType}\r\nTransfer-Encoding: chunked\r\n\r\n", _frame);
    }

    private static string Phrase(int status) => status switch { 200 => "OK", 400 => "Bad Request", 404 => "Not Found", 503 => "Service Unavailable", _ => "Error" };
}
