using Ziggie.Models.Pulls.Sources;
using Ziggie.Models.Pulls.Transfer;

namespace Ziggie.Models.Pulls.Running;

/// <summary>Pulls a model of a registry: its manifest, then each file of it, and only then is the manifest written, which makes it a model.</summary>
internal sealed class RegistryPull(PullHttp http, Retries.Options options, Fetcher fetcher, DiskSpace space, BlobUse use, StoreSweep sweep)
{
    public async Task RunAsync(Pull pull, RegistrySource source, StoreFolder store, CancellationToken cancel)
    {
        pull.Begin("pulling manifest");
        var registry = new Registry(http, source, options);
        var bytes = await registry.ManifestAsync(cancel);
        var manifest = Manifest.Parse(bytes, source.Name);
        using var kept = use.Keep(manifest);
        space.Check(source.Name, manifest.Layers.Sum(l => Missing(store, l)), store.Root);
        foreach (var layer in manifest.Layers) await BringAsync(pull, registry, source, store, manifest, layer, cancel);

        pull.Begin("writing manifest");
        var path = store.Manifest(source.Model);
        var before = StoreSweep.Read(path);
        store.Write(path, bytes);
        if (before is null || before.Layers.All(manifest.Layers.Contains)) return;
        pull.Begin("removing unused layers");
        sweep.Unused(store, before);
    }

    private async Task BringAsync(Pull pull, Registry registry, RegistrySource source, StoreFolder store, Manifest manifest, Layer layer, CancellationToken cancel)
    {
        var path = store.Blob(layer.Digest);
        var status = $"pulling {layer.Digest.Short}";
        if (layer.Size == 0)
        {
            if (!File.Exists(path)) store.Write(path, []);
            return;
        }
        var isThere = false;
        var wanted = new Wanted(status, path, store.Partial(layer.Digest.FileName), layer.Digest, new BlobSource(registry, source.Registry.Authority, layer, layer == manifest.Model), async token => isThere = await IsThereAsync(path, layer, pull, token));
        await fetcher.BringAsync(pull, wanted, cancel);
        if (isThere) pull.Begin(status, layer.Digest.ToString(), () => (layer.Size, layer.Size));
    }

    /// <summary>One of another size or content is no use to any model, so it makes room.</summary>
    private static async Task<bool> IsThereAsync(string path, Layer layer, Pull pull, CancellationToken cancel)
    {
        var file = new FileInfo(path);
        if (!file.Exists) return false;
        if (file.Length == layer.Size && await FileHash.IsAsync(path, layer.Digest, pull, cancel)) return true;
        file.Delete();
        return false;
    }

    private static long Missing(StoreFolder store, Layer layer)
    {
        if (new FileInfo(store.Blob(layer.Digest)) is { Exists: true } there && there.Length == layer.Size) return 0;
        return layer.Size - Math.Min(layer.Size, PartialState.Read(store.Partial(layer.Digest.FileName) + ".json")?.Done.Sum() ?? 0);
    }
}
