namespace Ziggie.Wire;

/// <summary>One event of a stream, pointing into the buffer it was found in.</summary>
public readonly ref struct Frame(ReadOnlySpan<byte> eventName, ReadOnlySpan<byte> data, bool isComment = false)
{
    /// <summary>SSE's event name, empty where none.</summary>
    public ReadOnlySpan<byte> EventName { get; } = eventName;

    /// <summary>SSE's data (lines joined by \n), or an NDJSON line without its end.</summary>
    public ReadOnlySpan<byte> Data { get; } = data;

    /// <summary>Nothing but comments or an empty line: keep-alive.</summary>
    public bool IsComment { get; } = isComment;
}

/// <summary>Finds frames in a buffer of bytes as they arrived, without copying but for SSE data of several lines.</summary>
public static class Frames
{
    /// <summary>The first whole frame of <paramref name="buffer"/> and how many bytes it takes; false where there is none yet.</summary>
    public static bool TryRead(Framing framing, ReadOnlySpan<byte> buffer, out Frame frame, out int consumed) =>
        framing == Framing.Sse ? TryReadSse(buffer, out frame, out consumed) : TryReadLine(buffer, out frame, out consumed);

    private static bool TryReadLine(ReadOnlySpan<byte> buffer, out Frame frame, out int consumed)
    {
        var end = buffer.IndexOf((byte)'\n');
        if (end < 0)
        {
            frame = default;
            consumed = 0;
            return false;
        }
        var line = TrimReturn(buffer[..end]);
        frame = new Frame(default, line, line.IsEmpty);
        consumed = end + 1;
        return true;
    }

    private static bool TryReadSse(ReadOnlySpan<byte> buffer, out Frame frame, out int consumed)
    {
        ReadOnlySpan<byte> name = default, data = default;
        byte[]? joined = null;
        var hasData = false;
        var position = 0;
        while (true)
        {
            var end = buffer[position..].IndexOf((byte)'\n');
            if (end < 0)
            {
                frame = default;
                consumed = 0;
                return false;
            }
            var line = TrimReturn(buffer.Slice(position, end));
            position += end + 1;
            if (line.IsEmpty)
            {
                frame = new Frame(name, data, !hasData);
                consumed = position;
                return true;
            }
            if (line[0] == ':') continue;
            if (Field(line, "data"u8, out var value))
            {
                if (hasData)
                {
                    joined = [.. data, (byte)'\n', .. value];
                    data = joined;
                }
                else
                {
                    data = value;
                    hasData = true;
                }
            }
            else if (Field(line, "event"u8, out value))
            {
                name = value;
            }
        }
    }

    private static bool Field(ReadOnlySpan<byte> line, ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        value = default;
        if (!line.StartsWith(name)) return false;
        var rest = line[name.Length..];
        if (rest.IsEmpty) return true;
        if (rest[0] != ':') return false;
        rest = rest[1..];
        value = !rest.IsEmpty && rest[0] == ' ' ? rest[1..] : rest;
        return true;
    }

    private static ReadOnlySpan<byte> TrimReturn(ReadOnlySpan<byte> line) => line is [.. var rest, (byte)'\r'] ? rest : line;
}
