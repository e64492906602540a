using System.Text;

namespace Ziggie.Doctor.Gathering.Machine;

/// <summary>Reads small files that may vanish, be closed to this user, or hold any bytes.</summary>
internal static class ProcReads
{
    private const int MostBytes = 256 << 10;

    /// <summary>Null where it is not there or may not be read. What is no UTF-8 shows as a mark.</summary>
    public static string? Text(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            var buffer = new byte[MostBytes];
            var length = 0;
            while (length < buffer.Length && file.Read(buffer.AsSpan(length)) is var read && read > 0) length += read;
            return Encoding.UTF8.GetString(buffer, 0, length);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Where a link leads, as it stands there.</summary>
    public static string? Link(string path)
    {
        try
        {
            return new FileInfo(path).LinkTarget;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The line that begins so, without its beginning.</summary>
    public static string? Line(string? text, string start) =>
        text?.Split('\n').FirstOrDefault(l => l.StartsWith(start, StringComparison.Ordinal))?[start.Length..];
}
