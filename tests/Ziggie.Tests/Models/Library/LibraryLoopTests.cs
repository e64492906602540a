using Ziggie.Tests.Support;

namespace Ziggie.Tests.Models.Library;

/// <summary>The library in the background.</summary>
public sealed class LibraryLoopTests : LibraryTestBase
{
    [Fact]
    public async Task Starts_without_waiting_and_makes_the_folder()
    {
        await Library.StartAsync(Cancel);
        await Library.FirstLook.WaitAsync(Cancel);
        Assert.True(Directory.Exists(Models));
        await Library.StopAsync(Cancel);
    }

    [Fact]
    public async Task The_systems_news_lead_to_a_look()
    {
        await Library.StartAsync(Cancel);
        await Library.FirstLook.WaitAsync(Cancel);
        Put("new.gguf");
        Ollama.Add("registry.ollama.ai/library/theirs/latest", Tiny);
        // Only the short time in which news are gathered passes, never the one between regular looks.
        await Eventually.TrueAsync(() => Advance(TimeSpan.FromMilliseconds(4), () => Library.Current.Any(m => m.Name == "new")));
        await Library.StopAsync(Cancel);
    }

    [Fact]
    public async Task A_regular_look_finds_what_the_system_does_not_tell()
    {
        Ollama.Add("registry.ollama.ai/library/theirs/latest", Tiny);
        await Library.StartAsync(Cancel);
        await Library.FirstLook.WaitAsync(Cancel);
        var path = Ollama.Manifest("registry.ollama.ai/library/theirs/latest");
        // A change of contents is no news of a name.
        await File.WriteAllTextAsync(path, await File.ReadAllTextAsync(path, Cancel) + " ", Cancel);
        var before = Library.Current[0].Digest;
        await Eventually.TrueAsync(() => Advance(TimeSpan.FromSeconds(30), () => Library.Current[0].Digest != before));
        await Library.StopAsync(Cancel);
    }

    [Fact]
    public async Task A_file_that_was_written_just_now_is_looked_at_again_soon()
    {
        File.SetLastWriteTimeUtc(Put("new.gguf"), Time.GetUtcNow().UtcDateTime);
        await Library.StartAsync(Cancel);
        await Library.FirstLook.WaitAsync(Cancel);
        Assert.Empty(Library.Current);
        await Time.WaitForWaiterAsync(Cancel);
        Time.Advance(TimeSpan.FromSeconds(2));
        await Eventually.TrueAsync(() => Library.Current.Count == 1);
        await Library.StopAsync(Cancel);
    }

    [Fact]
    public async Task Stops_when_told_in_the_middle_of_a_wait()
    {
        await Library.StartAsync(Cancel);
        await Library.FirstLook.WaitAsync(Cancel);
        await Library.StopAsync(Cancel);
        Assert.True(Library.ExecuteTask!.IsCompletedSuccessfully);
    }

    private bool Advance(TimeSpan by, Func<bool> done)
    {
        Time.Advance(by);
        return done();
    }
}
