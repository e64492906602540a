namespace Ziggie.Settings;

/// <summary>Enough of a file to see that it changed, links followed.</summary>
internal readonly record struct FileLook(string? Path, long Length, DateTime Written)
{
    public static FileLook At(string? path)
    {
        if (path is null) return default;
        try
        {
            using var handle = File.OpenHandle(path, share: FileShare.ReadWrite | FileShare.Delete);
            return new FileLook(path, RandomAccess.GetLength(handle), File.GetLastWriteTimeUtc(handle));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return new FileLook(path, -1, default);
        }
    }
}
