namespace Ziggie.Models.Library;

/// <summary>By what one sees that a file was changed.</summary>
internal sealed record FileStamp(string Path, long Size, DateTime WrittenUtc)
{
    /// <summary>Of the file itself where the path is a link to it; null where there is none.</summary>
    public static FileStamp? Of(string path)
    {
        try
        {
            var link = new FileInfo(path);
            var file = link.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? link;
            return file.Exists ? new FileStamp(path, file.Length, file.LastWriteTimeUtc) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
