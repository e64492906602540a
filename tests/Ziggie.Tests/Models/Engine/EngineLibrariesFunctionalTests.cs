using System.Net.Http.Json;
using System.Text.Json;
using Ziggie.Tests.Engine.Native;
using Ziggie.Tests.Gateway.Paths;
using Ziggie.Tests.Support;
using Ziggie.Wire;

namespace Ziggie.Tests.Models.Engine;

/// <summary>llama.cpp's libraries are not there, or not the right ones, through the front door; mended, models answer without a restart.</summary>
public sealed class EngineLibrariesFunctionalTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public Task Missing_libraries_are_named_with_what_brings_them() => TellAndMendAsync(_ => { }, "engine.library", "engine.libraryPath", "ziggie engine install");

    [Fact]
    public Task Libraries_of_another_release_are_named_with_both_releases() =>
        TellAndMendAsync(folder => File.Copy(Library("libllama.v0.5.0.so"), Path.Combine(folder, "libllama.v0.4.1.so")), "engine.library", "v0.4.1", "v0.5.0");

    [Fact]
    public Task A_library_cut_off_is_told() => TellAndMendAsync(folder =>
    {
        LinkAll(folder, except: ["libggml-base.so"]);
        using var whole = File.OpenRead(Library("libggml-base.so"));
        using var half = File.Create(Path.Combine(folder, "libggml-base.so"));
        var bytes = new byte[whole.Length / 2];
        whole.ReadExactly(bytes);
        half.Write(bytes);
    }, "engine.library", "libggml-base.so", "ziggie engine install");

    [Fact]
    public Task No_variant_for_this_processor_is_told() => TellAndMendAsync(
        folder => LinkAll(folder, except: [.. Files().Where(f => f.StartsWith("libggml-cpu-", StringComparison.Ordinal) && (f != "libggml-cpu-sapphirerapids.so" || HasAmx))]),
        "engine.cpu", "processor", "engine.libraryPath");

    /// <param name="break">Fills the folder wrongly.</param>
    private static async Task TellAndMendAsync(Action<string> @break, string code, params string[] said)
    {
        var root = Directory.CreateTempSubdirectory("ziggie-libraries-").FullName;
        var (models, libraries) = (Directory.CreateDirectory(Path.Combine(root, "models")).FullName, Directory.CreateDirectory(Path.Combine(root, "lib")).FullName);
        await EngineHome.FolderAsync();
        @break(libraries);
        GgufBuilder.TinyLlama(Path.Combine(models, "says.gguf"), seed: 8, new TinyLlamaOptions { Context = 512, Says = EngineZiggie.Said });
        await using (var ziggie = await ZiggieProcess.StartAsync($"discovery: {{ enabled: false }}\nmodels: {{ path: \"{models}\", ollamaStores: [] }}\nengine: {{ libraryPath: \"{libraries}\", threads: 1, slots: 1 }}\n", Cancel))
        {
            JsonElement engine = default;
            await Eventually.TrueAsync(async () => (engine = await ziggie.Admin.GetFromJsonAsync<JsonElement>("/api/engine", Cancel)).GetProperty("status").GetString() == "unavailable");
            Assert.Equal(code, engine.GetProperty("code").GetString());
            var answer = await ziggie.Caller.ChatAsync(Dialect.OpenAi, "says", "hello", stream: false);
            Assert.True(answer.Status is 502 or 503, answer.ToString());
            foreach (var word in said)
            {
                Assert.Contains(word, engine.GetProperty("reason").GetString(), StringComparison.Ordinal);
                Assert.Contains(word, answer.Error, StringComparison.Ordinal);
            }

            foreach (var file in Directory.EnumerateFiles(libraries)) File.Delete(file);
            LinkAll(libraries, except: []);

            await Eventually.TrueAsync(async () => (await ziggie.Caller.ChatAsync(Dialect.OpenAi, "says", "hello", stream: false)).Said == EngineZiggie.Said);
        }
        Directory.Delete(root, recursive: true);
    }

    private static bool HasAmx => File.ReadAllText("/proc/cpuinfo").Contains("amx_int8", StringComparison.Ordinal);

    private static string Home => EngineHome.FolderAsync().GetAwaiter().GetResult();

    private static string Library(string name) => Path.Combine(Home, name);

    private static IEnumerable<string> Files() => Directory.EnumerateFiles(Home, "*.so").Select(f => Path.GetFileName(f));

    private static void LinkAll(string folder, string[] except)
    {
        foreach (var name in Files().Except(except)) File.CreateSymbolicLink(Path.Combine(folder, name), Library(name));
    }
}
