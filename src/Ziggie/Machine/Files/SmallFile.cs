using System.Text;

namespace Ziggie.Machine.Files;

/// <summary>Reads files of /proc and /sys into one buffer that is used again and again. Not thread-safe; what it gives is good until the next read.</summary>
internal sealed class SmallFile
{
    private const int MostBytes = 1 << 20;
    private byte[] _path = new byte[256];
    private byte[] _text = new byte[4096];

    /// <summary>False where it is not there, may not be read, or is larger than any such file.</summary>
    public bool TryRead(string path, out ReadOnlySpan<byte> text)
    {
        var most = Encoding.UTF8.GetMaxByteCount(path.Length) + 1;
        if (_path.Length < most) _path = new byte[most];
        var length = Encoding.UTF8.GetBytes(path, _path);
        _path[length] = 0;
        return TryRead(_path.AsSpan(0, length + 1), out text);
    }

    /// <param name="path">Ends with a zero.</param>
    public bool TryRead(ReadOnlySpan<byte> path, out ReadOnlySpan<byte> text)
    {
        text = default;
        if (!OperatingSystem.IsLinux()) return false;
        var file = FileCalls.Open(path);
        if (file < 0) return false;
        try
        {
            var length = 0;
            while (true)
            {
                var read = FileCalls.Read(file, _text.AsSpan(length));
                if (read < 0) return false;
                length += read;
                if (read == 0) break;
                if (length < _text.Length) continue;
                if (length >= MostBytes) return false;
                Array.Resize(ref _text, _text.Length * 2);
            }
            text = _text.AsSpan(0, length);
            return true;
        }
        finally
        {
            FileCalls.Close(file);
        }
    }

    /// <summary>The file's text without white space around it; null where there is none.</summary>
    public string? ReadText(string path) =>
        TryRead(path, out var text) && text.Trim(" \t\r\n\0"u8) is { IsEmpty: false } trimmed ? Encoding.UTF8.GetString(trimmed) : null;

    /// <summary>The one number in the file.</summary>
    public long? ReadNumber(string path) => TryRead(path, out var text) && new TextFields(text).TryNumber(out var number) ? number : null;
}
