using Ziggie.Models.Pulls.Sources;
using Ziggie.Models.Pulls.Transfer;
using Ziggie.Storage;

namespace Ziggie.Models.Pulls;

/// <summary>The models folder: files that people put there, and a store laid out as Ollama's own (manifests and blobs), so that either can read the other's.</summary>
/// <param name="Root">Absolute.</param>
internal sealed record StoreFolder(string Root)
{
    private const string Partials = ".partial";
    private const string ManifestFolder = "manifests";

    public string Manifests => Path.Join(Root, ManifestFolder);

    /// <summary>What is not whole yet.</summary>
    public string Partial(string name) => Path.Join(Root, Partials, name);

    public string Blob(Digest digest) => Path.Join(Root, "blobs", digest.FileName);

    public string Manifest(RegistryName name) => Inside(ManifestFolder, name.Host, name.Namespace, name.Model, name.Tag);

    /// <summary>A file of its own, by a name that may have folders.</summary>
    public string File(string name) => Inside(name.Split('/'));

    /// <summary>Makes the folders.</summary>
    public void Prepare()
    {
        try
        {
            Directory.CreateDirectory(Root);
            PrivateFiles.CreateFolder(Path.Join(Root, Partials));
        }
        catch (Exception e) when (DiskFaults.IsDisk(e))
        {
            throw DiskFaults.Of(e, Root);
        }
    }

    /// <summary>Puts a small file there whole: under another name first, on the disk for good, then renamed.</summary>
    public void Write(string path, ReadOnlySpan<byte> bytes)
    {
        try
        {
            var partial = Partial($"{Guid.NewGuid():N}.tmp");
            using (var file = new FileStream(partial, FileMode.CreateNew, FileAccess.Write))
            {
                file.Write(bytes);
                file.Flush(flushToDisk: true);
            }
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            System.IO.File.Move(partial, path, overwrite: true);
        }
        catch (Exception e) when (DiskFaults.IsDisk(e))
        {
            throw DiskFaults.Of(e, Root);
        }
    }

    /// <summary>Every part was checked already; that it leads nowhere else is checked all the same.</summary>
    private string Inside(params ReadOnlySpan<string> parts)
    {
        var root = Path.GetFullPath(Root);
        var path = Path.GetFullPath(Path.Combine([root, .. parts]));
        return path.StartsWith(Path.TrimEndingDirectorySeparator(root) + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? path
            : throw new PullException(PullFault.BadRequest, "The name leads out of the models folder.");
    }
}
