using Ziggie.Engine.Gguf;
using Ziggie.Models.Library;
using Ziggie.Tests.Support;

namespace Ziggie.Tests.Models.Library;

/// <summary>Files that people put into the models folder.</summary>
public sealed class FolderModelsTests : LibraryTestBase
{
    [Fact]
    public async Task A_file_is_a_model_by_its_name()
    {
        var path = Put("Tiny-Llama-Q8_0.gguf");
        var model = Assert.Single(await LookAsync());
        Assert.Equal(("Tiny-Llama-Q8_0", ModelSource.Folder, false, null), (model.Name, model.Source, model.IsReadOnly, model.Problem));
        Assert.Equal([path], model.Paths);
        Assert.Equal(Tiny.Length, model.SizeBytes);
        Assert.Equal(File.GetLastWriteTimeUtc(path), model.ModifiedAt.UtcDateTime);
        Assert.Equal("llama", model.Info!.Architecture);
        Assert.True(model.CanAnswer);
    }

    [Fact]
    public async Task A_folder_that_is_not_there_holds_nothing() => Assert.Empty(await LookAsync());

    [Fact]
    public async Task What_is_no_model_is_passed_over()
    {
        foreach (var name in new[] { "readme.md", ".hidden.gguf", ".cache/a.gguf", "a.gguf.part", "manifests/x.gguf", "blobs/y.gguf", "1/2/3/4/5/6/7/8/9/deep.gguf" }) Put(name);
        Assert.Empty(await LookAsync());
    }

    [Fact]
    public async Task Folders_keep_equal_names_apart()
    {
        foreach (var name in new[] { "same.gguf", "b/same.gguf", "b/only.gguf", "b/c/same.gguf", "b/same.GGUF" }) Put(name);
        Assert.Equal(["b/c/same", "b/same", "b/same.gguf", "only", "same"], await NamesAsync());
    }

    [Fact]
    public async Task Parts_are_one_model_and_missing_ones_its_problem()
    {
        for (ushort i = 0; i < 2; i++)
            Put($"big-0000{i + 1}-of-00002.gguf", new GgufBuilder().Add("general.architecture", "llama").Add("split.no", i).Add("split.count", (ushort)2).Zeros($"t{i}", GgufTensorType.F32, 8).Build());
        var whole = Assert.Single(await LookAsync());
        Assert.Equal(("big", 2, null), (whole.Name, whole.Paths.Count, whole.Problem));
        File.Delete(whole.Paths[0]);
        var half = Assert.Single(await LookAsync());
        Assert.Equal("big", half.Name);
        Assert.Contains("big-00001-of-00002.gguf is missing", half.Problem, StringComparison.Ordinal);
        Assert.False(half.CanAnswer);
    }

    [Fact]
    public async Task A_broken_file_is_listed_with_its_problem()
    {
        Put("cut.gguf", Tiny[..^100]);
        Put("other.gguf", "<!doctype html>"u8.ToArray());
        Put("fine.gguf");
        var models = await LookAsync();
        Assert.Equal(["cut", "fine", "other"], models.Select(m => m.Name));
        Assert.StartsWith("cut.gguf is not whole", models[0].Problem, StringComparison.Ordinal);
        Assert.True(models[1].CanAnswer);
        Assert.Contains("web page", models[2].Problem, StringComparison.Ordinal);
        Assert.All([models[0], models[2]], m => Assert.Null(m.Info));
    }

    [Fact]
    public async Task A_part_of_another_model_is_listed_but_not_offered()
    {
        Put("mmproj.gguf", new GgufBuilder().Add("general.architecture", "clip").Zeros("v", GgufTensorType.F32, 8).Build());
        Put("embed.gguf", new GgufBuilder().Add("general.architecture", "bert").Zeros("token_embd.weight", GgufTensorType.F32, 8).Build());
        var models = await LookAsync();
        Assert.Equal([true, false], models.Select(m => m.CanAnswer));
        Assert.Contains("sees pictures", models[1].Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Links_are_followed_but_not_in_circles()
    {
        Put("real.gguf");
        Directory.CreateDirectory(Beside("elsewhere"));
        File.WriteAllBytes(Path.Combine(Beside("elsewhere"), "far.gguf"), Tiny);
        File.CreateSymbolicLink(Path.Combine(Models, "link.gguf"), Path.Combine(Beside("elsewhere"), "far.gguf"));
        File.CreateSymbolicLink(Path.Combine(Models, "dead.gguf"), Path.Combine(Models, "nothing"));
        Directory.CreateSymbolicLink(Path.Combine(Models, "linked"), Beside("elsewhere"));
        Directory.CreateSymbolicLink(Path.Combine(Models, "again"), Models);
        Directory.CreateSymbolicLink(Path.Combine(Beside("elsewhere"), "back"), Models);
        var models = await LookAsync();
        Assert.Equal([("far", true), ("link", false), ("real", false)], models.Select(m => (m.Name, m.IsReadOnly)));
        Assert.Equal(Tiny.Length, models[1].SizeBytes);
    }

    [Theory]
    [InlineData(".aria2")]
    [InlineData(".part")]
    [InlineData(".lock")]
    public async Task A_file_that_a_program_still_fetches_waits(string ending)
    {
        Put("a.gguf");
        var mark = Put("a.gguf" + ending, []);
        Assert.Empty(await LookAsync());
        File.Delete(mark);
        Assert.Single(await LookAsync());
    }

    [Fact]
    public async Task A_file_that_was_written_just_now_waits_until_it_has_rested()
    {
        var path = Put("new.gguf", Tiny[..100]);
        File.SetLastWriteTimeUtc(path, Time.GetUtcNow().UtcDateTime);
        Assert.Empty(await LookAsync());
        Put("new.gguf");
        File.SetLastWriteTimeUtc(path, Time.GetUtcNow().UtcDateTime);
        Time.Advance(TimeSpan.FromSeconds(3));
        Assert.True(Assert.Single(await LookAsync()).CanAnswer);
        Assert.Equal(1, Library.Reads);
    }

    [Fact]
    public async Task A_file_known_to_be_whole_does_not_wait()
    {
        File.SetLastWriteTimeUtc(Put("new.gguf"), Time.GetUtcNow().UtcDateTime);
        await Library.RefreshAsync("new", Cancel);
        Assert.Equal("new", Assert.Single(Library.Current).Name);
    }

    [Fact]
    public async Task A_file_from_the_future_is_taken_when_two_looks_agree()
    {
        File.SetLastWriteTimeUtc(Put("future.gguf"), Time.GetUtcNow().UtcDateTime.AddYears(1));
        Assert.Empty(await LookAsync());
        Assert.Single(await LookAsync());
    }

    [Fact]
    public async Task What_did_not_change_is_not_read_again()
    {
        var path = Put("a.gguf");
        Put("b.gguf");
        var first = await LookAsync();
        Assert.Same(first, await LookAsync());
        Assert.Equal(2, Library.Reads);
        File.SetLastWriteTimeUtc(path, File.GetLastWriteTimeUtc(path).AddSeconds(-9));
        Assert.NotSame(first, await LookAsync());
        Assert.Equal(3, Library.Reads);
    }

    [Fact]
    public async Task Changes_are_told_once()
    {
        var told = new List<string>();
        Library.Changed += models => told.Add(string.Join(' ', models.Select(m => m.Name)));
        Put("a.gguf");
        await LookAsync();
        await LookAsync();
        var path = Put("b.gguf");
        await LookAsync();
        File.Delete(path);
        await LookAsync();
        Assert.Equal(["a", "a b", "a"], told);
    }

    [Fact]
    public async Task A_listener_that_fails_harms_nobody()
    {
        Library.Changed += _ => throw new InvalidOperationException("fails");
        Put("a.gguf");
        Assert.Single(await LookAsync());
    }
}
