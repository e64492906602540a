namespace Ziggie.Settings;

/// <summary>Enough of a file to see that it changed, links followed. Its text counts too: two saves in one tick of the file system's clock may be of the same length.</summary>
internal readonly record struct FileLook(string? Path, long Length, DateTime Written, int Text)
{
    /// <summary>Far longer than a configuration is.</summary>
    private const int MostRead = 1 << 20;

    public static FileLook At(string? path)
    {
        if (path is null) return default;
        try
        {
            using var handle = File.OpenHandle(path, share: FileShare.ReadWrite | FileShare.Delete);
            var length = RandomAccess.GetLength(handle);
            var text = new byte[Math.Min(length, MostRead)];
            var read = RandomAccess.Read(handle, text, 0);
            var hash = new HashCode();
            hash.AddBytes(text.AsSpan(0, read));
            return new FileLook(path, length, File.GetLastWriteTimeUtc(handle), hash.ToHashCode());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return new FileLook(path, -1, default, 0);
        }
    }
}
