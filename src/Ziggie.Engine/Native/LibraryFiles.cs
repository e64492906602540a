namespace Ziggie.Engine.Native;

/// <summary>What the libraries' files are called on each system.</summary>
internal static class LibraryFiles
{
    /// <summary>The library <c>llama</c>, <c>ggml</c> or <c>ggml-base</c> in a folder, with or without a release in its name; null where it is not there.</summary>
    public static string? Find(string folder, string library)
    {
        if (!Directory.Exists(folder)) return null;
        var (prefix, suffix) = OperatingSystem.IsWindows() ? ("", ".dll") : ("lib", OperatingSystem.IsMacOS() ? ".dylib" : ".so");
        string[] names = [$"{prefix}{library}{suffix}", $"{prefix}{library}.v{EngineRelease.Llama}{suffix}", $"{prefix}{library}.cuda.v{EngineRelease.Llama}{suffix}", $"{prefix}{library}.vulkan.v{EngineRelease.Llama}{suffix}"];
        return names.Select(n => Path.Combine(folder, n)).FirstOrDefault(File.Exists);
    }
}
