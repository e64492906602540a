using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;

namespace Ziggie.Engine.Libraries;

/// <summary>An npm package's archive on disk.</summary>
internal static class PackageArchive
{
    private const int MaxEntries = 1000;
    private const int Chunk = 128 << 10;

    /// <exception cref="EngineInstallException">It is not the archive whose digest this program knows.</exception>
    public static async Task CheckAsync(string archive, EnginePackage package, IProgress<EngineProgress>? progress, CancellationToken cancel)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA512);
        await using var file = File.OpenRead(archive);
        var buffer = new byte[Chunk];
        long done = 0;
        for (int read; (read = await file.ReadAsync(buffer, cancel)) > 0;)
        {
            sha.AppendData(buffer, 0, read);
            progress?.Report(new(EnginePhase.Checking, package.Name, done += read, file.Length));
        }
        var digest = $"sha512-{Convert.ToBase64String(sha.GetHashAndReset())}";
        if (digest != package.Integrity)
            throw new EngineInstallException(
                $"{package.Spec} came with another content than it was published with, so it was thrown away.\n  expected {package.Integrity}\n  came     {digest}\n"
                + "Something on the way altered or damaged it: see which registry npm asks (npm config get registry), clean its cache (npm cache clean --force) and try again.");
    }

    /// <summary>Unpacks what is needed at run time: the libraries, not the addon for Node.js and what only that uses, and the licence.</summary>
    public static async Task UnpackAsync(string archive, EnginePackage package, string target, IProgress<EngineProgress>? progress, CancellationToken cancel)
    {
        try
        {
            await using var file = File.OpenRead(archive);
            await using var unzipped = new GZipStream(file, CompressionMode.Decompress);
            await using var tar = new TarReader(unzipped);
            long done = 0;
            for (var entries = 0; await tar.GetNextEntryAsync(copyData: false, cancel) is { } entry; entries++)
            {
                if (entries == MaxEntries) throw Hostile(package, $"more than {MaxEntries} entries");
                if (entry.EntryType is TarEntryType.Directory or TarEntryType.GlobalExtendedAttributes) continue;
                if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile)) throw Hostile(package, $"\"{entry.Name}\", which is a {entry.EntryType}");
                done += entry.Length;
                if (done > package.Unpacked + package.Unpacked / 4) throw Hostile(package, $"more than the {package.Unpacked} bytes that belong in it");
                if (Kept(Parts(entry.Name, package)) is { } name && entry.DataStream is { } data) await WriteAsync(data, Path.Join(target, name), cancel);
                progress?.Report(new(EnginePhase.Unpacking, package.Name, done, package.Unpacked));
            }
        }
        catch (Exception e) when (e is InvalidDataException or FormatException or EndOfStreamException)
        {
            throw new EngineInstallException($"{package.Spec} is no whole archive: {e.Message} Nothing was installed.", e);
        }
    }

    /// <summary>No name leads out of the target, whatever is done with it afterwards.</summary>
    private static string[] Parts(string name, EnginePackage package)
    {
        var parts = name.Split('/');
        return parts.Any(p => p is "" or "." or ".." || p.AsSpan().ContainsAny('\\', ':', '\0')) ? throw Hostile(package, $"the name \"{name}\"") : parts;
    }

    /// <summary>Where a file goes; null for one that is not needed.</summary>
    private static string? Kept(string[] parts) => parts switch
    {
        [_, "LICENSE"] => "LICENSE",
        [_, "bins", _, var file] when IsLibrary(file) => file,
        [_, "bins", _, "fallback", var file] when IsLibrary(file) => Path.Join("fallback", file),
        _ => null,
    };

    private static bool IsLibrary(string file)
    {
        var name = file.StartsWith("lib", StringComparison.Ordinal) ? file[3..] : file;
        return (name.StartsWith("llama.", StringComparison.Ordinal) || name.StartsWith("ggml", StringComparison.Ordinal)) && Path.GetExtension(file) is ".so" or ".dylib" or ".dll" or ".metal";
    }

    private static async Task WriteAsync(Stream data, string path, CancellationToken cancel)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await using var file = new FileStream(path, FileMode.Create, FileAccess.Write);
        await data.CopyToAsync(file, Chunk, cancel);
        // On disk before the folder gets its name, so that a power cut leaves no hollow library in view.
        file.Flush(flushToDisk: true);
    }

    private static EngineInstallException Hostile(EnginePackage package, string what) => new($"{package.Spec} holds {what}. That is no archive of libraries; nothing was installed.");
}
