namespace Ziggie.Models.Library;

/// <summary>Lets the system tell of new and vanished files. Where it cannot, the next regular look finds them.</summary>
internal sealed class LibraryWatch(Action onNews) : IDisposable
{
    private readonly Dictionary<string, FileSystemWatcher> _watchers = new(StringComparer.Ordinal);

    /// <summary>Watches these folders as far as they are there, and no others.</summary>
    public void Follow(IEnumerable<string> folders)
    {
        var wanted = folders.Select(Path.GetFullPath).Where(Directory.Exists).ToHashSet(StringComparer.Ordinal);
        foreach (var gone in _watchers.Keys.Except(wanted).ToList())
        {
            _watchers[gone].Dispose();
            _watchers.Remove(gone);
        }
        foreach (var folder in wanted)
            if (!_watchers.ContainsKey(folder) && Watch(folder) is { } watcher) _watchers[folder] = watcher;
    }

    public void Dispose()
    {
        foreach (var watcher in _watchers.Values) watcher.Dispose();
        _watchers.Clear();
    }

    private FileSystemWatcher? Watch(string folder)
    {
        try
        {
            // Names only: every write of a running download would be news otherwise.
            var watcher = new FileSystemWatcher(folder) { IncludeSubdirectories = true, NotifyFilter = NotifyFilters.FileName | NotifyFilters.DirectoryName };
            watcher.Created += (_, _) => onNews();
            watcher.Deleted += (_, _) => onNews();
            watcher.Renamed += (_, _) => onNews();
            watcher.Error += (_, _) => onNews();
            watcher.EnableRaisingEvents = true;
            return watcher;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or PlatformNotSupportedException)
        {
            return null;
        }
    }
}
