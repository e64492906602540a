using System.Collections;
using Ziggie.Engine.Libraries;
using Ziggie.Engine.Native;
using Ziggie.Tests.Architecture;

namespace Ziggie.Tests.Engine.Native;

/// <summary>llama.cpp's libraries for the tests: where the launcher keeps them, fetched once with the real npm client where they are missing.</summary>
internal static class EngineHome
{
    private static readonly Lazy<Task<string>> s_folder = new(FindAsync);

    /// <summary>The folder with the libraries.</summary>
    public static Task<string> FolderAsync() => s_folder.Value;

    /// <summary>Loads them into this process.</summary>
    public static async Task LoadAsync() => LlamaLibrary.Load(await FolderAsync(), static (_, _) => { });

    private static async Task<string> FindAsync()
    {
        var places = new EnginePlaces(null, Path.Combine(Built.Root(), "artifacts", "ziggie"), Path.Combine(Path.GetTempPath(), "ziggie-test-engine"));
        var environment = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToDictionary(e => (string)e.Key, e => (string?)e.Value ?? "");
        var installed = await new EngineInstaller(new EngineInstall { Places = places, Environment = environment }).InstallAsync(EngineVariant.Cpu, null, CancellationToken.None);
        return installed.Libraries.Folder;
    }
}
