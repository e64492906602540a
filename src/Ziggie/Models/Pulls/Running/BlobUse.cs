using Ziggie.Models.Pulls.Sources;

namespace Ziggie.Models.Pulls.Running;

/// <summary>Blobs that running pulls count on though no manifest names them yet, so that nobody clears them away.</summary>
internal sealed class BlobUse
{
    private readonly Lock _lock = new();
    private readonly List<string> _used = [];

    /// <summary>Until disposed, these stay.</summary>
    public IDisposable Keep(Manifest manifest)
    {
        string[] digests = [.. manifest.Layers.Select(l => l.Digest.FileName)];
        lock (_lock) _used.AddRange(digests);
        return new Kept(this, digests);
    }

    /// <summary>Deletes these blobs, but for what is in use. Nothing is put to use meanwhile.</summary>
    public void Delete(IReadOnlyList<string> paths)
    {
        lock (_lock)
        {
            foreach (var path in paths.Where(p => !_used.Contains(Path.GetFileName(p)))) File.Delete(path);
        }
    }

    private sealed class Kept(BlobUse owner, string[] digests) : IDisposable
    {
        public void Dispose()
        {
            lock (owner._lock)
            {
                foreach (var digest in digests) owner._used.Remove(digest);
            }
        }
    }
}
