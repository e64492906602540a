using Ziggie.Models.Pulls.Sources;
using Ziggie.Models.Pulls.Transfer;

namespace Ziggie.Models.Pulls.Running;

/// <summary>Clears away what no model needs any more.</summary>
internal sealed class StoreSweep(BlobUse use, TimeProvider time)
{
    /// <summary>An unfinished file that nobody went on with for so long.</summary>
    private static readonly TimeSpan s_forgotten = TimeSpan.FromDays(30);

    /// <summary>Removes those of a model's files that no manifest names any more.</summary>
    public void Unused(StoreFolder store, Manifest gone)
    {
        try
        {
            var named = Named(store);
            if (named is not null) use.Delete([.. gone.Layers.Select(l => l.Digest).Where(d => !named.Contains(d.Hex)).Select(store.Blob)]);
        }
        catch (Exception e) when (DiskFaults.IsDisk(e))
        {
            throw DiskFaults.Of(e, store.Root);
        }
    }

    /// <summary>Removes unfinished files that were forgotten.</summary>
    public void Forgotten(StoreFolder store)
    {
        var before = (time.GetUtcNow() - s_forgotten).UtcDateTime;
        foreach (var file in new DirectoryInfo(store.Partial("")).EnumerateFiles().Where(f => f.LastWriteTimeUtc < before)) file.Delete();
    }

    /// <summary>What a manifest file holds; null where it is none.</summary>
    public static Manifest? Read(string path)
    {
        try
        {
            var file = new FileInfo(path);
            return file.Exists && file.Length <= Manifest.MaxBytes ? Manifest.Parse(File.ReadAllBytes(path), file.Name) : null;
        }
        catch (Exception e) when (DiskFaults.IsDisk(e) || e is PullException)
        {
            return null;
        }
    }

    /// <summary>Null where a manifest cannot be read: what it needs is not known, so nothing is safe to delete.</summary>
    private static HashSet<string>? Named(StoreFolder store)
    {
        var named = new HashSet<string>(StringComparer.Ordinal);
        if (!Directory.Exists(store.Manifests)) return named;
        foreach (var path in Directory.EnumerateFiles(store.Manifests, "*", SearchOption.AllDirectories).Where(p => !Path.GetFileName(p).StartsWith('.')))
        {
            if (Read(path) is not { } manifest) return null;
            foreach (var layer in manifest.Layers) named.Add(layer.Digest.Hex);
        }
        return named;
    }
}
