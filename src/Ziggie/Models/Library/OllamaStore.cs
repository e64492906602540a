using System.Text.Json;

namespace Ziggie.Models.Library;

/// <summary>Reads a store laid out as Ollama's: <c>manifests/host/namespace/model/tag</c> and <c>blobs/sha256-…</c>.</summary>
internal sealed class OllamaStore(string root)
{
    private const int Levels = 4;
    private const int MostEntries = 10_000;

    private static readonly EnumerationOptions s_options = new() { IgnoreInaccessible = true, AttributesToSkip = 0 };
    private Dictionary<string, (FileStamp Stamp, OllamaEntry? Entry)> _last = new(StringComparer.Ordinal);

    public string Root => root;

    public string Manifests => Path.Join(root, "manifests");

    public string Blob(OllamaLayer layer) => Path.Join(root, "blobs", $"sha256-{layer.Digest}");

    /// <summary>All models whose manifests can be read. Those that did not change are not read again.</summary>
    public IReadOnlyList<OllamaEntry> Read(CancellationToken cancel)
    {
        var next = new Dictionary<string, (FileStamp, OllamaEntry?)>(StringComparer.Ordinal);
        var found = new List<OllamaEntry>();
        foreach (var (name, path) in Find(new DirectoryInfo(Manifests), []).Take(MostEntries))
        {
            cancel.ThrowIfCancellationRequested();
            if (FileStamp.Of(path) is not { } stamp) continue;
            var entry = _last.TryGetValue(path, out var known) && known.Stamp == stamp ? known.Entry : ReadEntry(name, stamp);
            next[path] = (stamp, entry);
            if (entry is not null) found.Add(entry);
        }
        _last = next;
        return found;
    }

    /// <summary>Takes a model out, and those of its files that no other model has.</summary>
    /// <param name="delete">Deletes files of the store; may spare some.</param>
    public void Remove(OllamaEntry entry, Action<IReadOnlyList<string>> delete)
    {
        File.Delete(entry.Path);
        for (var folder = Directory.GetParent(entry.Path); folder is not null && folder.FullName.Length > Path.GetFullPath(Manifests).Length; folder = folder.Parent)
        {
            if (folder.EnumerateFileSystemInfos().Any()) break;
            folder.Delete();
        }
        var used = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (_, path) in Find(new DirectoryInfo(Manifests), []))
        {
            // What a manifest needs that cannot be read is not known: then nothing is safe to delete.
            if (OllamaManifest.Read(path) is not { } other) return;
            used.UnionWith(other.Layers.Select(l => l.Digest));
        }
        delete([.. entry.Manifest.Layers.Where(l => !used.Contains(l.Digest)).Select(Blob).Distinct(StringComparer.Ordinal)]);
    }

    private OllamaEntry? ReadEntry(OllamaName name, FileStamp stamp)
    {
        if (OllamaManifest.Read(stamp.Path) is not { } manifest) return null;
        return new OllamaEntry(name, stamp.Path, stamp.WrittenUtc, manifest)
        {
            Parameters = JsonObject(manifest.Text("params", Blob)),
            System = manifest.Text("system", Blob),
            Template = manifest.Text("template", Blob),
            License = manifest.Text("license", Blob),
        };
    }

    private static string? JsonObject(string? text)
    {
        if (text is null) return null;
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.GetRawText() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static IEnumerable<(OllamaName Name, string Path)> Find(DirectoryInfo folder, string[] above)
    {
        List<FileSystemInfo> entries;
        try
        {
            entries = folder.Exists ? [.. folder.EnumerateFileSystemInfos("*", s_options).Where(e => !e.Name.StartsWith('.')).Take(MostEntries).OrderBy(e => e.Name, StringComparer.Ordinal)] : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            yield break;
        }
        foreach (var entry in entries)
        {
            string[] names = [.. above, entry.Name];
            if (entry is DirectoryInfo inner && names.Length < Levels)
                foreach (var found in Find(inner, names)) yield return found;
            else if (entry is FileInfo && names is [var host, var space, var model, var tag])
                yield return (new OllamaName(host, space, model, tag), entry.FullName);
        }
    }
}
