using System.Buffers;
using System.IO.Pipelines;
using Ziggie.Wire;

namespace Ziggie.Cli.Http;

/// <summary>Reads a stream of server-sent events, or of lines of JSON, one data text at a time.</summary>
internal sealed class EventReader(Stream stream, Framing framing = Framing.Sse)
{
    private const int MaxEvent = 4 << 20;
    private readonly PipeReader _reader = PipeReader.Create(stream);

    /// <summary>The next event's data; null at the end of the stream.</summary>
    public async Task<byte[]?> NextAsync(CancellationToken cancel)
    {
        while (true)
        {
            var result = await _reader.ReadAsync(cancel);
            var bytes = result.Buffer.IsSingleSegment ? result.Buffer.FirstSpan.ToArray() : result.Buffer.ToArray();
            if (Take(bytes, out var data, out var consumed))
            {
                _reader.AdvanceTo(result.Buffer.GetPosition(consumed));
                return data;
            }
            if (result.IsCompleted) return null;
            if (bytes.Length > MaxEvent) throw new IOException("An event of the reply is too large.");
            _reader.AdvanceTo(result.Buffer.GetPosition(consumed), result.Buffer.End);
        }
    }

    /// <summary>Skips comments, which only keep the connection alive.</summary>
    private bool Take(ReadOnlySpan<byte> bytes, out byte[] data, out int consumed)
    {
        consumed = 0;
        data = [];
        while (Frames.TryRead(framing, bytes[consumed..], out var frame, out var used))
        {
            consumed += used;
            if (frame.IsComment) continue;
            data = frame.Data.ToArray();
            return true;
        }
        return false;
    }
}
