using System.Text.RegularExpressions;

namespace Ziggie.Engine.Libraries;

/// <summary>Looks into one folder: is a build of the right release for this machine in it, whole?</summary>
internal static partial class EngineFolder
{
    private const int MostFiles = 100;
    private static readonly (string Prefix, string Suffix) s_names = OperatingSystem.IsWindows() ? ("", ".dll") : OperatingSystem.IsMacOS() ? ("lib", ".dylib") : ("lib", ".so");

    public static EngineCandidate Look(string folder)
    {
        try
        {
            return LookInto(Path.GetFullPath(folder));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return new EngineCandidate(folder, EngineState.Missing, null, $"{folder} cannot be read: {e.Message}");
        }
    }

    private static EngineCandidate LookInto(string folder)
    {
        EngineCandidate No(EngineState state, string problem) => new(folder, state, null, problem);

        if (!Directory.Exists(folder)) return No(EngineState.Missing, $"There is no folder {folder}.");
        if (EngineManifest.Read(folder) is { } manifest)
        {
            if (manifest.Version != EngineRelease.Version) return No(EngineState.WrongVersion, WrongVersion(folder, manifest.Version));
            if (manifest.Platform != EnginePlatform.Current) return No(EngineState.WrongPlatform, WrongPlatform(folder, manifest.Platform));
            if (manifest.Lost(folder) is { } lost) return No(EngineState.Incomplete, $"{lost} is not in {folder} as it was installed.");
        }
        var llama = Find(folder, "llama");
        if (llama is null)
        {
            return OtherVersion(folder) is { } other
                ? No(EngineState.WrongVersion, WrongVersion(folder, other))
                : No(EngineState.Missing, $"There is no {s_names.Prefix}llama{s_names.Suffix} in {folder}.");
        }
        var version = VersionOf(llama);
        if (version is not null && version != EngineRelease.Version) return No(EngineState.WrongVersion, WrongVersion(folder, version));
        var platform = LibraryFile.PlatformOf(llama);
        // The file does not tell one C library of Linux from another; where this is the other one, loading tells.
        if (platform != EnginePlatform.Current.Replace("linux-musl", "linux", StringComparison.Ordinal))
            return No(EngineState.WrongPlatform, platform is null ? $"{llama} is no library." : WrongPlatform(folder, platform));
        if (Find(folder, "ggml") is not { } ggml) return No(EngineState.Incomplete, $"{s_names.Prefix}ggml{s_names.Suffix} is missing beside {llama}.");
        var ggmlBase = Plain(folder, "ggml-base");
        if (!File.Exists(ggmlBase)) return No(EngineState.Incomplete, $"{ggmlBase} is missing.");
        if (Directory.EnumerateFiles(folder, $"{s_names.Prefix}*{s_names.Suffix}").Take(MostFiles).FirstOrDefault(f => !LibraryFile.IsWhole(f)) is { } cut)
            return No(EngineState.Incomplete, $"{cut} is cut off; copy it again.");
        var variant = File.Exists(Plain(folder, "ggml-cuda")) ? EngineVariant.Cuda : File.Exists(Plain(folder, "ggml-vulkan")) ? EngineVariant.Vulkan : EngineVariant.Cpu;
        var fallback = Path.Join(folder, "fallback");
        return new EngineCandidate(
            folder,
            EngineState.Found,
            new EngineLibraries(folder, variant, version, llama, ggml, ggmlBase, Directory.Exists(fallback) ? fallback : null),
            null);
    }

    private static string Plain(string folder, string name) => Path.Join(folder, $"{s_names.Prefix}{name}{s_names.Suffix}");

    /// <summary>With the release in its name, as in the packages, else the plain name of a build by hand.</summary>
    private static string? Find(string folder, string name) =>
        Names(name).Append(Plain("", name)).Select(n => Path.Join(folder, n)).FirstOrDefault(File.Exists);

    private static IEnumerable<string> Names(string name) => (string[])
    [
        $"{s_names.Prefix}{name}.{EngineRelease.Version}{s_names.Suffix}",
        .. EngineVariants.Preferred.Select(v => $"{s_names.Prefix}{name}.{v.Word()}.{EngineRelease.Version}{s_names.Suffix}"),
    ];

    /// <summary>From the name of the file, or of the file that it links to: <c>libllama.v0.5.0.so</c>, <c>libllama.so.0.5.0</c>.</summary>
    private static string? VersionOf(string llama)
    {
        var real = File.ResolveLinkTarget(llama, returnFinalTarget: true)?.FullName ?? llama;
        return Version().Match(Path.GetFileName(real)) is { Success: true } match ? $"v{match.Groups[1].Value}" : null;
    }

    private static string? OtherVersion(string folder) =>
        Directory.EnumerateFiles(folder, $"{s_names.Prefix}llama.*").Take(MostFiles).Select(VersionOf).FirstOrDefault(v => v is not null);

    private static string WrongVersion(string folder, string version) => $"{folder} holds llama.cpp {version}, but this Ziggie needs {EngineRelease.Version}.";

    private static string WrongPlatform(string folder, string platform) => $"{folder} holds libraries for {platform}, but this is {EnginePlatform.Current}.";

    [GeneratedRegex(@"(\d+\.\d+\.\d+)(\.so|\.dylib|\.dll)?$", RegexOptions.CultureInvariant)]
    private static partial Regex Version();
}
