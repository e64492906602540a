using System.Globalization;

namespace Ziggie.Doctor.Gathering.Machine;

/// <summary>Reads files that say which process runs.</summary>
internal static class PidFiles
{
    private const int MostFiles = 16;
    private const int MostBytes = 64;

    /// <summary>Those in a folder.</summary>
    public static IReadOnlyList<PidFile> In(string folder, ProcessReader reader)
    {
        try
        {
            return Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder, "*.pid").Take(MostFiles).Select(p => Read(p, reader)).OfType<PidFile>()] : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>Null where it is not there, may not be read, or holds no process's number.</summary>
    public static PidFile? Read(string path, ProcessReader reader)
    {
        try
        {
            var file = new FileInfo(path);
            if (!file.Exists || file.Length > MostBytes || ProcReads.Text(path) is not { } content) return null;
            var words = content.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (words is not [var word, ..] || !int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var pid) || pid == 0) return null;
            return new PidFile(path, file.LastWriteTimeUtc, content, pid, reader.Holder(pid));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
