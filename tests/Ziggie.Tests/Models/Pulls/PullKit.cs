using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using Ziggie.Models;
using Ziggie.Models.Library;
using Ziggie.Models.Pulls;
using Ziggie.Models.Pulls.Running;
using Ziggie.Models.Pulls.Sources;
using Ziggie.Settings;
using Ziggie.Tests.Support;
using Ziggie.Tests.Usage;

namespace Ziggie.Tests.Models.Pulls;

/// <summary>The pulls of a made-up Ziggie, with a folder of its own.</summary>
internal sealed class PullKit : IDisposable
{
    public static PullOptions Quick { get; } = new() { PartBytes = 64 << 10, Parallel = 4, FirstPause = TimeSpan.FromMilliseconds(1), LongestPause = TimeSpan.FromMilliseconds(20), SaveEvery = TimeSpan.FromMilliseconds(20), TellEvery = TimeSpan.FromMilliseconds(5) };

    private readonly TempFolder _folder = new();
    private readonly ApplicationLifetime _lifetime = new(NullLogger<ApplicationLifetime>.Instance);

    public PullKit(Uri registry, PullOptions? options = null, Func<string, long?>? free = null, string? path = null)
    {
        var chosen = options ?? Quick;
        var settings = new FixedSettings(new ZiggieSettings { Models = new ModelStoreSettings { Registry = registry.GetLeftPart(UriPartial.Authority), Path = path } });
        var use = new BlobUse();
        Http = new PullHttp(chosen, TimeProvider.System);
        var folder = new ModelFolder(settings, new DataDirectory(_folder.Path));
        Store = folder.Current;
        Library = new ModelLibrary(new LibraryOptions(() => Store.Root) { DefaultHost = registry.Authority }, TimeProvider.System, NullLogger<ModelLibrary>.Instance);
        Pulls = new PullService(settings, folder, Library, Http, new DiskSpace(free ?? (_ => null)), use, new StoreSweep(use, TimeProvider.System), chosen, TimeProvider.System, _lifetime, NullLogger<PullService>.Instance);
    }

    public PullService Pulls { get; }
    public StoreFolder Store { get; }
    public ModelLibrary Library { get; }
    private PullHttp Http { get; }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>All that is below the models folder, but for what is not in view.</summary>
    public IReadOnlyList<string> Files => Directory.Exists(Store.Root)
        ? [.. Directory.EnumerateFiles(Store.Root, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(Store.Root, f)).Where(f => !f.StartsWith(".partial", StringComparison.Ordinal)).Order(StringComparer.Ordinal)]
        : [];

    /// <summary>What is unfinished.</summary>
    public IReadOnlyList<string> Partials => [.. Directory.EnumerateFiles(Store.Partial("")).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];

    /// <summary>Pulls, to the end; all that a watcher is told.</summary>
    public async Task<IReadOnlyList<PullLine>> PullAsync(string model, string? sha256 = null, string? name = null)
    {
        using var watched = await Pulls.StartAsync(model, sha256, name, Cancel);
        return await ToEndAsync(watched);
    }

    public static async Task<IReadOnlyList<PullLine>> ToEndAsync(WatchedPull watched)
    {
        var lines = new List<PullLine>();
        await foreach (var line in watched.Pull.WatchAsync(Cancel)) lines.Add(line);
        return lines;
    }

    /// <summary>The whole of a blob.</summary>
    public byte[] Blob(byte[] expected) => File.ReadAllBytes(Store.Blob(Digest.Parse(TestRegistry.Digest(expected))!));

    public void StopProgram() => _lifetime.StopApplication();

    public void Dispose()
    {
        Pulls.Dispose();
        Library.Dispose();
        Http.Dispose();
        _folder.Dispose();
    }
}
