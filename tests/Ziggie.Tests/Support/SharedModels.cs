using Ziggie.Tests.Architecture;

namespace Ziggie.Tests.Support;

/// <summary>
/// Small trained models with what llama.cpp itself answers, where somebody put them: in the folder of the environment variable
/// ZIGGIE_SHARED_MODELS, or in <c>shared/models</c> beside a folder above the sources. They are not part of the project.
/// </summary>
internal static class SharedModels
{
    public static string? Folder { get; } = Find();

    /// <summary>Null where it is not there.</summary>
    public static string? File(string name) => Folder is not null && System.IO.File.Exists(Path.Combine(Folder, name)) ? Path.Combine(Folder, name) : null;

    /// <summary>The shared file, or a tiny model made at the path where it is not there.</summary>
    public static string FileOrTiny(string name, string path) => File(name) ?? GgufBuilder.TinyLlama(path);

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("ZIGGIE_SHARED_MODELS") is { Length: > 0 } named) return Directory.Exists(named) ? named : null;
        for (var folder = Directory.GetParent(Built.Root()); folder is not null; folder = folder.Parent)
            if (Directory.Exists(Path.Combine(folder.FullName, "shared", "models"))) return Path.Combine(folder.FullName, "shared", "models");
        return null;
    }
}
