namespace Ziggie.Engine.Libraries;

/// <summary>
/// Brings the libraries with the npm client: fetch, check the digest, unpack beside the target, rename into place. What is in view is
/// whole, whenever the program is killed; what a killed one left is swept by the next.
/// </summary>
public sealed class EngineInstaller(EngineInstall install)
{
    private const long Margin = 16 << 20;
    private const string Half = ".installing-";
    private const string Aside = ".old-";

    /// <exception cref="EngineInstallException">It could not be done; the message says why.</exception>
    public async Task<EngineInstalled> InstallAsync(EngineVariant variant, IProgress<EngineProgress>? progress, CancellationToken cancel)
    {
        var packages = PackagesFor(variant);
        if (Present(variant) is { } there) return there;
        var npm = NpmClient.Find(install);
        try
        {
            using var place = await InstallPlace.TakeAsync(install, progress, cancel);
            // Another installer may have been at it meanwhile.
            return Present(variant) ?? await BringAsync(packages, place.Folder, npm, progress, cancel);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EngineInstallException($"The libraries could not be written: {e.Message}. Nothing was installed.", e);
        }
    }

    private async Task<EngineInstalled> BringAsync(EnginePackages packages, string engine, NpmClient npm, IProgress<EngineProgress>? progress, CancellationToken cancel)
    {
        Sweep(engine);
        CheckSpace(packages, engine);
        var half = Directory.CreateDirectory(Path.Join(engine, Half + Path.GetRandomFileName())).FullName;
        try
        {
            var content = Directory.CreateDirectory(Path.Join(half, "content")).FullName;
            foreach (var package in packages.Packages)
            {
                progress?.Report(new(EnginePhase.Fetching, package.Name, 0, package.Bytes));
                var archive = await npm.FetchAsync(package, Path.Join(half, "fetched"), cancel);
                await PackageArchive.CheckAsync(archive, package, progress, cancel);
                await PackageArchive.UnpackAsync(archive, package, content, progress, cancel);
                Directory.Delete(Path.Join(half, "fetched"), recursive: true);
            }
            var files = Directory.EnumerateFiles(content, "*", SearchOption.AllDirectories).ToDictionary(f => Path.GetRelativePath(content, f).Replace('\\', '/'), f => new FileInfo(f).Length);
            new EngineManifest(EngineRelease.Version, packages.Variant.Word(), install.Platform, [.. packages.Packages.Select(p => p.Spec)], files).Write(content);
            var looked = EngineFolder.Look(content);
            if (looked.Libraries is null) throw new EngineInstallException($"What came cannot be used: {looked.Problem} Nothing was installed.");
            var target = Path.Join(engine, EngineRelease.FolderName(packages.Variant));
            // A broken one, or it would have been taken.
            if (Directory.Exists(target)) Directory.Move(target, Path.Join(engine, Aside + Path.GetRandomFileName()));
            Directory.Move(content, target);
            return new EngineInstalled(EngineFolder.Look(target).Libraries!, Brought: true, files.Values.Sum());
        }
        finally
        {
            Sweep(engine);
        }
    }

    private EnginePackages PackagesFor(EngineVariant variant)
    {
        var here = install.Known.Where(k => k.Platform == install.Platform).ToList();
        if (here.FirstOrDefault(k => k.Variant == variant) is { } packages) return packages;
        throw new EngineInstallException(here.Count == 0
            ? $"There are no ready-made llama.cpp libraries for {install.Platform} that this Ziggie knows. Build llama.cpp {EngineRelease.Version} as shared libraries and name their folder in engine.libraryPath."
            : $"There is no {variant.Word()} build for {install.Platform}; there is: {string.Join(", ", here.Select(k => k.Variant.Word()))}.");
    }

    private EngineInstalled? Present(EngineVariant variant) =>
        EngineFinder.Find(install.Places with { LibraryPath = null }, variant).Libraries is { } there
            ? new EngineInstalled(there, Brought: false, Directory.EnumerateFiles(there.Folder, "*", SearchOption.AllDirectories).Sum(f => new FileInfo(f).Length))
            : null;

    private void CheckSpace(EnginePackages packages, string engine)
    {
        // An archive is deleted once it is unpacked.
        var needed = packages.Unpacked + packages.Packages.Max(p => p.Bytes) + Margin;
        var free = install.FreeSpace(engine);
        if (free < needed)
            throw new EngineInstallException($"The libraries need {needed >> 20} MiB of disk space while they are unpacked, but {engine} has {free >> 20} MiB left. Make room, or choose another data directory with --data.");
    }

    /// <summary>Only while the place is held: nobody else works in these folders then.</summary>
    private static void Sweep(string engine)
    {
        foreach (var folder in Directory.EnumerateDirectories(engine, Half + "*").Concat(Directory.EnumerateDirectories(engine, Aside + "*")))
        {
            try
            {
                Directory.Delete(folder, recursive: true);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // In use, as libraries that are loaded are on Windows; the next installation tries again.
            }
        }
    }
}
