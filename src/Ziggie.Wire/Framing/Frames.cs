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
        frame = default;
        consumed = buffer.IndexOf((byte)'\n') + 1;
        if (consumed == 0) return false;
        var line = TrimReturn(SkipByteOrderMark(buffer[..(consumed - 1)]));
        frame = new Frame(default, line, line.Trim(" \t"u8).IsEmpty);
        return true;
    }

    private static bool TryReadSse(ReadOnlySpan<byte> buffer, out Frame frame, out int consumed)
    {
        ReadOnlySpan<byte> name = default, data = default;
        int dataLines = 0, dataBytes = 0;
        frame = default;
        consumed = 0;
        var rest = SkipByteOrderMark(buffer);
        var start = buffer.Length - rest.Length;
        while (TryTakeLine(ref rest, out var line))
        {
            if (line.IsEmpty)
            {
                consumed = buffer.Length - rest.Length;
                if (dataLines > 1) data = JoinData(buffer[start..consumed], dataBytes + dataLines - 1);
                frame = new Frame(name, data, dataLines == 0);
                return true;
            }
            if (Field(line, "data"u8, out var value))
            {
                data = value;
                dataLines++;
                dataBytes += value.Length;
            }
            else if (Field(line, "event"u8, out value))
            {
                name = value;
            }
        }
        return false;
    }

    private static byte[] JoinData(ReadOnlySpan<byte> lines, int length)
    {
        var joined = new byte[length];
        var position = 0;
        var isFirst = true;
        while (TryTakeLine(ref lines, out var line))
        {
            if (!Field(line, "data"u8, out var value)) continue;
            if (!isFirst) joined[position++] = (byte)'\n';
            isFirst = false;
            value.CopyTo(joined.AsSpan(position));
            position += value.Length;
        }
        return joined;
    }

    private static bool TryTakeLine(scoped ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> line)
    {
        var end = rest.IndexOf((byte)'\n');
        line = end < 0 ? default : TrimReturn(rest[..end]);
        if (end < 0) return false;
        rest = rest[(end + 1)..];
        return true;
    }

    /// <summary>Some servers begin their stream with one.</summary>
    private static ReadOnlySpan<byte> SkipByteOrderMark(ReadOnlySpan<byte> buffer) => buffer is [0xEF, 0xBB, 0xBF, .. var rest] ? rest : buffer;

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
