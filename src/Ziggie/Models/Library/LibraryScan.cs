namespace Ziggie.Models.Library;

/// <summary>Looks through all places for models. What has not changed since the last look is not read again.</summary>
internal sealed class LibraryScan(LibraryOptions options, TimeProvider time)
{
    private readonly Dictionary<string, OllamaStore> _stores = new(StringComparer.Ordinal);
    private HashSet<FileStamp> _lastSeen = [];
    private HashSet<FileStamp> _lastTaken = [];

    public InfoCache Infos { get; } = new();

    /// <param name="whole">A model, or the path of its file, of which somebody knows that it is complete.</param>
    public LibraryLook Look(string? whole, CancellationToken cancel)
    {
        var folder = Path.GetFullPath(options.Folder());
        var found = new Dictionary<string, FoundModel>(StringComparer.Ordinal);
        var isSettling = false;
        var (seen, taken) = (new HashSet<FileStamp>(), new HashSet<FileStamp>());
        foreach (var (name, file) in FolderNames.Of(FolderScan.Find(folder, cancel)))
        {
            seen.UnionWith(file.Parts);
            if (name == whole || file.Parts.Any(p => p.Path == whole) || file.Parts.All(p => IsSettled(p) || _lastTaken.Contains(p)))
            {
                found.TryAdd(name, OfFile(name, file, cancel));
                taken.UnionWith(file.Parts);
            }
            else
            {
                isSettling = true;
            }
        }
        (_lastSeen, _lastTaken) = (seen, taken);
        foreach (var (store, source) in Stores(folder))
            foreach (var entry in store.Read(cancel))
            {
                var name = entry.Name.Short(source == ModelSource.Store ? options.DefaultHost : OllamaName.OllamaHost);
                if (!found.ContainsKey(name)) found.Add(name, OfEntry(name, store, entry, source, cancel));
            }
        Infos.Turn();
        return new LibraryLook([.. found.Values.OrderBy(f => f.Model.Name, StringComparer.OrdinalIgnoreCase)], isSettling);
    }

    /// <summary>The folders in which news are to be expected.</summary>
    public IEnumerable<string> Places() =>
        [options.Folder(), .. options.OllamaStores.Select(root => new OllamaStore(root).Manifests)];

    /// <summary>Nobody writes it any more: it has rested for a while. A time to come says nothing, so then two looks must agree.</summary>
    private bool IsSettled(FileStamp stamp)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return stamp.WrittenUtc <= now - options.Settle || (stamp.WrittenUtc > now && _lastSeen.Contains(stamp));
    }

    private IEnumerable<(OllamaStore Store, ModelSource Source)> Stores(string folder)
    {
        // The own one first: of two models with one name it is the one that is used.
        yield return (Store(folder), ModelSource.Store);
        foreach (var root in options.OllamaStores.Where(root => root != folder)) yield return (Store(root), ModelSource.Ollama);
    }

    private OllamaStore Store(string root)
    {
        if (!_stores.TryGetValue(root, out var store)) _stores[root] = store = new OllamaStore(root);
        return store;
    }

    private FoundFile OfFile(string name, FolderFile file, CancellationToken cancel)
    {
        var read = Infos.Read(file.Parts, cancel);
        var model = new LocalModel(name, [.. file.Parts.Select(p => p.Path)], file.Parts.Sum(p => p.Size), null, At(file.Parts.Max(p => p.WrittenUtc)), read.Info)
        {
            Source = ModelSource.Folder,
            IsReadOnly = file.IsBehindLink,
            Problem = read.Problem,
        };
        return new FoundFile(model, file);
    }

    private FoundEntry OfEntry(string name, OllamaStore store, OllamaEntry entry, ModelSource source, CancellationToken cancel)
    {
        var path = entry.Manifest.Find("model") is { } layer ? store.Blob(layer) : null;
        var read = Read(name, store, entry.Manifest, cancel);
        var model = new LocalModel(name, path is null ? [] : [path], entry.Manifest.SizeBytes, entry.Manifest.Digest, At(entry.WrittenUtc), read.Info)
        {
            Source = source,
            IsReadOnly = source == ModelSource.Ollama,
            Parameters = entry.Parameters,
            System = entry.System,
            Template = entry.Template,
            License = entry.License,
            Projector = entry.Manifest.Find("projector") is { } projector ? store.Blob(projector) : null,
            Problem = read.Problem,
        };
        return new FoundEntry(model, store, entry);
    }

    private ReadInfo Read(string name, OllamaStore store, OllamaManifest manifest, CancellationToken cancel)
    {
        if (manifest.Find("model") is not { } layer)
            return new ReadInfo(null, $"{name} has no GGUF file in its store: it runs in Ollama's cloud, or is of a kind that only Ollama runs.");
        if (manifest.Find("adapter") is not null)
            return new ReadInfo(null, $"{name} changes another model by an adapter, which is not supported here. Use it through Ollama.");
        var path = store.Blob(layer);
        if (FileStamp.Of(path) is not { } stamp)
            return new ReadInfo(null, $"The file of {name} is missing or cannot be read: {path}. Pull the model again, or let the user who runs Ziggie read it.");
        if (stamp.Size < layer.Size)
            return new ReadInfo(null, $"The file of {name} is not whole: {layer.Size - stamp.Size} of {layer.Size} bytes are missing. Pull the model again.");
        var read = Infos.Read([stamp], cancel);
        return read with { Problem = read.Problem?.Replace(Path.GetFileName(path), name, StringComparison.Ordinal) };
    }

    private static DateTimeOffset At(DateTime utc) => new(utc, TimeSpan.Zero);
}
