using Ziggie.Models.Pulls;
using Ziggie.Models.Pulls.Running;
using Ziggie.Models.Pulls.Sources;
using Ziggie.Models.Pulls.Transfer;
using Ziggie.Settings;

namespace Ziggie.Models;

/// <summary>Deletes models of this machine's own folder. Stores of Ollama that are only used in place are never touched.</summary>
internal sealed class ModelRemoval(ISettings settings, ModelFolder folder, StoreSweep sweep)
{
    private const string Extension = ".gguf";

    /// <summary>A model has gone. Called with its name; a handler must not throw.</summary>
    public event Action<string>? Removed;

    public bool Has(string model) => Manifest(model) is not null || GgufFile(model) is not null;

    /// <summary>False where there is none of that name.</summary>
    public bool Remove(string model)
    {
        var store = folder.Current;
        try
        {
            if (Manifest(model) is { } manifest)
            {
                var gone = StoreSweep.Read(manifest);
                File.Delete(manifest);
                RemoveEmpty(Path.GetDirectoryName(manifest)!, store.Manifests);
                if (gone is not null) sweep.Unused(store, gone);
            }
            else if (GgufFile(model) is { } file)
            {
                File.Delete(file);
            }
            else
            {
                return false;
            }
        }
        catch (Exception e) when (DiskFaults.IsDisk(e))
        {
            throw DiskFaults.Of(e, store.Root);
        }
        Removed?.Invoke(model);
        return true;
    }

    private string? Manifest(string model)
    {
        try
        {
            var path = folder.Current.Manifest(RegistryName.Parse(model, new Uri(settings.Current.Models.Registry).Authority));
            return File.Exists(path) ? path : null;
        }
        catch (PullException)
        {
            return null;
        }
    }

    private string? GgufFile(string model)
    {
        try
        {
            var name = model.EndsWith(Extension, StringComparison.OrdinalIgnoreCase) ? model : model + Extension;
            if (name.StartsWith('.') || name.Contains('\0', StringComparison.Ordinal)) return null;
            var path = folder.Current.File(name);
            return File.Exists(path) ? path : null;
        }
        catch (PullException)
        {
            return null;
        }
    }

    private static void RemoveEmpty(string directory, string below)
    {
        for (var at = directory; at.Length > below.Length && !Directory.EnumerateFileSystemEntries(at).Any(); at = Path.GetDirectoryName(at)!) Directory.Delete(at);
    }
}
