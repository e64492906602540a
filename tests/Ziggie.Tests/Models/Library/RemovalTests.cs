using Ziggie.Models.Library;
using Ziggie.Tests.Support;

namespace Ziggie.Tests.Models.Library;

public sealed class RemovalTests : LibraryTestBase
{
    private const string Name = "registry.ollama.ai/library/tiny/latest";

    [Fact]
    public async Task A_file_goes_with_all_its_parts()
    {
        Put("keep.gguf");
        for (ushort i = 0; i < 2; i++) Put($"sub/big-0000{i + 1}-of-00002.gguf", new GgufBuilder().Add("split.no", i).Add("split.count", (ushort)2).Build());
        await Library.RemoveAsync("big", Cancel);
        Assert.Equal(["keep"], Library.Current.Select(m => m.Name));
        Assert.Empty(Directory.GetFiles(Path.Combine(Models, "sub")));
    }

    [Fact]
    public async Task Of_a_linked_file_the_link_goes()
    {
        Directory.CreateDirectory(Models);
        await File.WriteAllBytesAsync(Beside("far.gguf"), Tiny, Cancel);
        File.CreateSymbolicLink(Path.Combine(Models, "link.gguf"), Beside("far.gguf"));
        await Library.RemoveAsync("link", Cancel);
        Assert.True(File.Exists(Beside("far.gguf")));
        Assert.Empty(Library.Current);
    }

    [Fact]
    public async Task A_pulled_model_goes_with_what_no_other_has()
    {
        var mine = Own.Add(Name, Tiny, ("system", "Mine."), ("license", "Shared."));
        var other = Own.Add("hf.co/org/other/latest", OtherTiny(2), ("license", "Shared."));
        await Library.RemoveAsync("tiny", Cancel);
        Assert.Equal(["hf.co/org/other:latest"], Library.Current.Select(m => m.Name));
        Assert.Equal([false, false, true], mine.Select(d => File.Exists(Own.Blob(d))));
        Assert.All(other, d => Assert.True(File.Exists(Own.Blob(d))));
        Assert.False(Directory.Exists(Path.Combine(Own.Root, "manifests", "registry.ollama.ai")));
        Assert.True(Directory.Exists(Path.Combine(Own.Root, "manifests")));
    }

    [Fact]
    public async Task Nothing_is_deleted_that_an_unreadable_manifest_may_need()
    {
        var mine = Own.Add(Name, Tiny);
        Own.Add("hf.co/org/other/latest", OtherTiny(2));
        await File.WriteAllTextAsync(Own.Manifest("hf.co/org/other/latest"), "broken", Cancel);
        await Library.RemoveAsync("tiny:latest", Cancel);
        Assert.True(File.Exists(Own.Blob(mine[0])));
        Assert.False(File.Exists(Own.Manifest(Name)));
    }

    [Fact]
    public async Task Who_knows_of_running_pulls_may_spare_files()
    {
        var mine = Own.Add(Name, Tiny);
        IReadOnlyList<string> asked = [];
        Library.DeleteBlobs = paths => asked = paths;
        await Library.RemoveAsync("tiny:latest", Cancel);
        Assert.Contains(Own.Blob(mine[0]), asked);
        Assert.True(File.Exists(Own.Blob(mine[0])));
    }

    [Fact]
    public async Task What_belongs_to_Ollama_stays()
    {
        var theirs = Ollama.Add(Name, Tiny);
        var error = await Assert.ThrowsAsync<ModelLibraryException>(() => Library.RemoveAsync("tiny:latest", Cancel));
        Assert.Equal(ModelLibraryFault.ReadOnly, error.Fault);
        Assert.Contains("ollama rm tiny:latest", error.Message, StringComparison.Ordinal);
        Assert.True(File.Exists(Ollama.Blob(theirs[0])) && File.Exists(Ollama.Manifest(Name)));
    }

    [Fact]
    public async Task What_lies_behind_a_linked_folder_stays()
    {
        Directory.CreateDirectory(Models);
        Directory.CreateDirectory(Beside("elsewhere"));
        await File.WriteAllBytesAsync(Path.Combine(Beside("elsewhere"), "far.gguf"), Tiny, Cancel);
        Directory.CreateSymbolicLink(Path.Combine(Models, "linked"), Beside("elsewhere"));
        var error = await Assert.ThrowsAsync<ModelLibraryException>(() => Library.RemoveAsync("far", Cancel));
        Assert.Equal(ModelLibraryFault.ReadOnly, error.Fault);
        Assert.Contains("outside the models folder", error.Message, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(Beside("elsewhere"), "far.gguf")));
    }

    [Fact]
    public async Task What_is_not_there_is_said()
    {
        var error = await Assert.ThrowsAsync<ModelLibraryException>(() => Library.RemoveAsync("nothing", Cancel));
        Assert.Equal(ModelLibraryFault.NotFound, error.Fault);
    }
}
