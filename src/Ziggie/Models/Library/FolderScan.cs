using Ziggie.Engine.Gguf;

namespace Ziggie.Models.Library;

/// <summary>Finds model files in a folder and the folders in it. Links are followed, to each folder once.</summary>
internal sealed class FolderScan
{
    private const int Deepest = 8;
    private const int MostFolders = 4_096;
    private const int MostFiles = 10_000;
    private const string Extension = ".gguf";

    // Of Ollama's layout, which lies in the same folder.
    private static readonly string[] s_storeFolders = ["manifests", "blobs"];

    // What programs leave beside a file while they fetch it.
    private static readonly string[] s_unfinished = [".aria2", ".part", ".partial", ".crdownload", ".download", ".incomplete", ".tmp", ".lock", ".!qB"];

    private static readonly EnumerationOptions s_options = new() { IgnoreInaccessible = true, AttributesToSkip = 0 };

    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly List<FolderFile> _found = [];
    private int _files;

    public static IReadOnlyList<FolderFile> Find(string root, CancellationToken cancel)
    {
        var scan = new FolderScan();
        var folder = new DirectoryInfo(root);
        try
        {
            if (folder.Exists) scan.Look(folder, "", depth: 0, isBehindLink: false, cancel);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Gone or closed while being looked at; the next look tells.
        }
        return scan._found;
    }

    private void Look(DirectoryInfo folder, string below, int depth, bool isBehindLink, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        if (_seen.Count == MostFolders || !_seen.Add(RealPath(folder))) return;
        var names = new HashSet<string>(StringComparer.Ordinal);
        var files = new List<string>();
        var folders = new List<DirectoryInfo>();
        foreach (var entry in folder.EnumerateFileSystemInfos("*", s_options))
        {
            if (entry.Name.StartsWith('.')) continue;
            if (entry is not DirectoryInfo inner) names.Add(entry.Name);
            else if (depth < Deepest && !(depth == 0 && s_storeFolders.Contains(entry.Name))) folders.Add(inner);
            if (entry is FileInfo && entry.Extension.Equals(Extension, StringComparison.OrdinalIgnoreCase) && _files++ < MostFiles) files.Add(entry.FullName);
        }
        files.RemoveAll(f => s_unfinished.Any(ending => names.Contains(Path.GetFileName(f) + ending)));
        foreach (var group in files.GroupBy(Key).OrderBy(g => g.Key, StringComparer.Ordinal)) Take(group, below, isBehindLink);
        foreach (var inner in folders.OrderBy(f => f.Name, StringComparer.Ordinal))
        {
            try
            {
                Look(inner, below.Length == 0 ? inner.Name : $"{below}/{inner.Name}", depth + 1, isBehindLink || inner.LinkTarget is not null, cancel);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // One folder that cannot be read hides no other.
            }
        }
    }

    private void Take(IGrouping<string, string> group, string below, bool isBehindLink)
    {
        List<FileStamp> parts = [.. group.Order(StringComparer.Ordinal).Select(FileStamp.Of).OfType<FileStamp>()];
        if (parts.Count == 0) return;
        var name = Path.GetFileName(parts[0].Path);
        _found.Add(new FolderFile(below, GgufParts.Split(name)?.Stem ?? Path.GetFileNameWithoutExtension(name), parts, isBehindLink));
    }

    /// <summary>The same for all parts of a model.</summary>
    private static string Key(string path)
    {
        var name = Path.GetFileName(path);
        return GgufParts.Split(name) is { } split ? GgufParts.NameOf(split.Stem, 1, split.Count) : name;
    }

    private static string RealPath(DirectoryInfo folder) =>
        Path.TrimEndingDirectorySeparator(Path.GetFullPath((folder.ResolveLinkTarget(returnFinalTarget: true) ?? folder).FullName));
}
