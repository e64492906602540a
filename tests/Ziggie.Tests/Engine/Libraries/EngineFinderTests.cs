using Ziggie.Engine.Libraries;

namespace Ziggie.Tests.Engine.Libraries;

/// <summary>Which libraries are taken, and what is said where there are none.</summary>
public sealed class EngineFinderTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("ziggie-engine-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void Without_any_it_says_how_to_bring_them()
    {
        var search = EngineFinder.Find(Places());

        Assert.Null(search.Libraries);
        Assert.Contains("ziggie engine install", search.Problem, StringComparison.Ordinal);
        Assert.Equal(6, search.Looked.Count);
    }

    [Fact]
    public void Those_beside_the_program_come_first_and_a_cards_before_the_processors()
    {
        Whole(InData("v0.5.0-cpu"));
        Assert.Equal(InData("v0.5.0-cpu"), EngineFinder.Find(Places()).Libraries?.Folder);

        Whole(InProgram("v0.5.0-cpu"));
        Assert.Equal(InProgram("v0.5.0-cpu"), EngineFinder.Find(Places()).Libraries?.Folder);

        Whole(InData("v0.5.0-vulkan"), ".vulkan");
        FakeLibrary.Write(InData("v0.5.0-vulkan"), "libggml-vulkan.so");
        var best = EngineFinder.Find(Places()).Libraries!;
        Assert.Equal((InData("v0.5.0-vulkan"), EngineVariant.Vulkan, "v0.5.0"), (best.Folder, best.Variant, best.Version));
        Assert.Equal(InProgram("v0.5.0-cpu"), EngineFinder.Find(Places(), EngineVariant.Cpu).Libraries?.Folder);
    }

    [Fact]
    public void A_build_by_hand_is_taken_by_its_plain_names()
    {
        FakeLibrary.Write(InFolder("own"), "libllama.so.0.5.0", "libggml.so", "libggml-base.so", "libggml-cuda.so");
        File.CreateSymbolicLink(InFolder("own/libllama.so"), "libllama.so.0.5.0");
        Directory.CreateDirectory(InFolder("own/fallback"));
        Whole(InData("v0.5.0-cpu"));

        var found = EngineFinder.Find(Places(InFolder("own"))).Libraries;

        Assert.Equal(new EngineLibraries(InFolder("own"), EngineVariant.Cuda, "v0.5.0", InFolder("own/libllama.so"), InFolder("own/libggml.so"), InFolder("own/libggml-base.so"), InFolder("own/fallback")), found);
    }

    [Fact]
    public void A_folder_in_the_settings_that_does_not_hold_them_is_told_and_nothing_else_is_taken()
    {
        Whole(InData("v0.5.0-cpu"));

        var search = EngineFinder.Find(Places(InFolder("nowhere")));

        Assert.Null(search.Libraries);
        Assert.StartsWith("engine.libraryPath: There is no folder", search.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_release_is_named()
    {
        FakeLibrary.Write(InFolder("named"), "libllama.v0.4.2.so");
        FakeLibrary.Write(InFolder("linked"), "libllama.so.0.0.7001", "libggml.so", "libggml-base.so");
        File.CreateSymbolicLink(InFolder("linked/libllama.so"), "libllama.so.0.0.7001");
        Whole(InData("v0.4.9-cpu"));

        Assert.Contains("holds llama.cpp v0.4.2, but this Ziggie needs v0.5.0", EngineFinder.Find(Places(InFolder("named"))).Problem, StringComparison.Ordinal);
        Assert.Contains("holds llama.cpp v0.0.7001", EngineFinder.Find(Places(InFolder("linked"))).Problem, StringComparison.Ordinal);
        Assert.Contains("there as v0.4.9-cpu, but this Ziggie needs v0.5.0", EngineFinder.Find(Places()).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_machines_are_told()
    {
        Whole(InData("v0.5.0-cpu"));
        File.WriteAllBytes(InData("v0.5.0-cpu/libllama.v0.5.0.so"), FakeLibrary.Bytes(ofThisMachine: false));
        Directory.CreateDirectory(InFolder("text"));
        File.WriteAllText(InFolder("text/libllama.so"), new string('x', 100));

        var search = EngineFinder.Find(Places());

        Assert.Equal(EngineState.WrongPlatform, search.Looked.Single(c => c.State != EngineState.Missing).State);
        Assert.Contains($"but this is {EnginePlatform.Current}", search.Problem, StringComparison.Ordinal);
        Assert.Contains("is no library", EngineFinder.Find(Places(InFolder("text"))).Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("libggml-base.so")]
    [InlineData("libggml.v0.5.0.so")]
    public void A_folder_that_lost_a_file_is_incomplete(string file)
    {
        Whole(InData("v0.5.0-cpu"));
        File.Delete(InData($"v0.5.0-cpu/{file}"));

        var search = EngineFinder.Find(Places());

        Assert.Equal(EngineState.Incomplete, search.Looked.Single(c => c.State != EngineState.Missing).State);
        Assert.Contains("ziggie engine install", search.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("v0.5.0", "", 128, EngineState.Found)]
    [InlineData("v0.5.0", "", 127, EngineState.Incomplete)]
    [InlineData("v0.5.1", "", 128, EngineState.WrongVersion)]
    [InlineData("v0.5.0", "amiga-68k", 128, EngineState.WrongPlatform)]
    public void What_was_installed_is_compared_with_what_is_there(string version, string platform, long size, EngineState state)
    {
        Whole(InData("v0.5.0-cpu"));
        new EngineManifest(version, "cpu", platform.Length == 0 ? EnginePlatform.Current : platform, [], new Dictionary<string, long> { ["libggml-base.so"] = size }).Write(InData("v0.5.0-cpu"));

        Assert.Equal(state, EngineFolder.Look(InData("v0.5.0-cpu")).State);
    }

    private EnginePlaces Places(string? libraryPath = null) => new(libraryPath, InFolder("program"), InFolder("data"));

    private string InProgram(string name) => InFolder($"program/engine/{name}");

    private string InData(string name) => InFolder($"data/engine/{name}");

    private string InFolder(string name) => Path.Join(_root, name);

    private static void Whole(string folder, string variant = "") =>
        FakeLibrary.Write(folder, $"libllama{variant}.v0.5.0.so", $"libggml{variant}.v0.5.0.so", "libggml-base.so");
}
