using Ziggie.Models.Pulls;
using Ziggie.Models.Pulls.Running;
using Ziggie.Models.Pulls.Transfer;
using Ziggie.Tests.Support;

namespace Ziggie.Tests.Models.Pulls;

/// <summary>Several pulls, watchers who come and go, disks that are full, names that lead elsewhere.</summary>
public sealed class PullServiceTests : IAsyncLifetime
{
    private static readonly byte[] s_model = TestRegistry.Gguf(300_000);

    private TestRegistry _registry = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _registry = await TestRegistry.StartAsync();

    public ValueTask DisposeAsync() => _registry.DisposeAsync();

    [Fact(Timeout = 60_000)]
    public async Task Two_who_want_one_model_share_one_pull()
    {
        _registry.Add("library/tiny:latest", s_model);
        _registry.HoldAfter = 1000;
        using var kit = new PullKit(_registry.Url);
        using var first = await kit.Pulls.StartAsync("tiny", null, null, Cancel);
        await Eventually.TrueAsync(() => first.Pull.Now.Completed >= 4000);
        using var second = await kit.Pulls.StartAsync("tiny:latest", null, null, Cancel);

        Assert.Same(first.Pull, second.Pull);
        Assert.True(second.Joined);
        first.Dispose();
        _registry.LetGo();

        Assert.Equal("success", (await PullKit.ToEndAsync(second))[^1].Status);
        Assert.Single(_registry.Requests, r => r.Path.Contains("manifests", StringComparison.Ordinal));
    }

    [Fact(Timeout = 60_000)]
    public async Task The_last_who_leaves_stops_it_and_the_next_goes_on_with_it()
    {
        _registry.Add("library/tiny:latest", s_model);
        _registry.HoldAfter = 1000;
        using var kit = new PullKit(_registry.Url);
        var watched = await kit.Pulls.StartAsync("tiny", null, null, Cancel);
        await Eventually.TrueAsync(() => watched.Pull.Now.Completed >= 4000);
        watched.Dispose();
        _registry.LetGo();

        Assert.Equal("success", (await kit.PullAsync("tiny"))[^1].Status);

        await watched.Pull.Completion.WaitAsync(Cancel);
        Assert.Equal(PullState.Cancelled, watched.Pull.State);
        Assert.Contains(_registry.Blobs, b => b.Range == "bytes=1000-65535");
        Assert.Equal([PullState.Success, PullState.Cancelled], kit.Pulls.All().Select(p => p.State));
    }

    [Fact(Timeout = 60_000)]
    public async Task One_that_was_told_to_goes_on_alone()
    {
        _registry.Add("library/tiny:latest", s_model);
        using var kit = new PullKit(_registry.Url);
        var watched = await kit.Pulls.StartAsync("tiny", null, null, Cancel);
        watched.Pull.GoOnAlone();
        watched.Dispose();

        await watched.Pull.Completion.WaitAsync(Cancel);

        Assert.Equal(PullState.Success, watched.Pull.State);
    }

    [Fact(Timeout = 60_000)]
    public async Task Two_run_at_once_and_the_others_wait_their_turn()
    {
        _registry.HoldAfter = 1000;
        foreach (var i in Enumerable.Range(0, 4)) _registry.Add($"library/m{i}:latest", TestRegistry.Gguf(50_000, i));
        using var kit = new PullKit(_registry.Url, PullKit.Quick with { Waiting = 2 });
        var all = new List<WatchedPull>();
        foreach (var i in Enumerable.Range(0, 4)) all.Add(await kit.Pulls.StartAsync($"m{i}", null, null, Cancel));

        await Eventually.TrueAsync(() => all.Count(w => w.Pull.Now.Status == "waiting for other pulls") == 2 && all.Count(w => w.Pull.State == PullState.Running) == 2);
        var refused = await Assert.ThrowsAsync<PullException>(() => kit.Pulls.StartAsync("m4", null, null, Cancel));
        Assert.Equal(PullFault.Busy, refused.Fault);
        _registry.LetGo();

        foreach (var watched in all) Assert.Equal("success", (await PullKit.ToEndAsync(watched))[^1].Status);
    }

    [Fact(Timeout = 60_000)]
    public async Task Ended_ones_are_remembered_but_not_for_ever()
    {
        using var kit = new PullKit(_registry.Url, PullKit.Quick with { Remembered = 3 });
        foreach (var i in Enumerable.Range(0, 5)) await kit.PullAsync($"none{i}");
        Assert.Equal(["none4:latest", "none3:latest", "none2:latest"], kit.Pulls.All().Select(p => p.Source.Name));
    }

    [Fact(Timeout = 60_000)]
    public async Task Two_models_with_a_file_in_common_fetch_it_once()
    {
        _registry.Add("library/one:latest", s_model);
        _registry.Add("library/two:latest", s_model);
        _registry.HoldAfter = 1000;
        using var kit = new PullKit(_registry.Url);
        using var one = await kit.Pulls.StartAsync("one", null, null, Cancel);
        await Eventually.TrueAsync(() => one.Pull.Now.Completed >= 4000);
        using var two = await kit.Pulls.StartAsync("two", null, null, Cancel);
        await Eventually.TrueAsync(() => two.Pull.Now.Status == "waiting for another pull of the same file");
        _registry.LetGo();

        Assert.Equal("success", (await PullKit.ToEndAsync(one))[^1].Status);
        Assert.Equal("success", (await PullKit.ToEndAsync(two))[^1].Status);
        Assert.Equal(5, _registry.Blobs.Count(b => b.Path.EndsWith(TestRegistry.Digest(s_model), StringComparison.Ordinal)));
    }

    [Fact(Timeout = 60_000)]
    public async Task When_the_program_stops_its_pulls_stop_and_say_so()
    {
        _registry.Add("library/tiny:latest", s_model);
        _registry.HoldAfter = 1000;
        using var kit = new PullKit(_registry.Url);
        using var watched = await kit.Pulls.StartAsync("tiny", null, null, Cancel);
        await Eventually.TrueAsync(() => watched.Pull.Now.Completed >= 4000);

        kit.StopProgram();

        Assert.Contains("Ziggie stops", (await PullKit.ToEndAsync(watched))[^1].Error, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_disk_without_room_is_told_before_anything_is_fetched()
    {
        _registry.Add("library/tiny:latest", s_model);
        var address = _registry.AddFile("/tiny.gguf", s_model).ToString();
        using var kit = new PullKit(_registry.Url, free: _ => (4 << 20) + 100_000);

        foreach (var model in (string[])["tiny", address])
        {
            var end = (await kit.PullAsync(model))[^1];
            Assert.Contains("needs 29", end.Error, StringComparison.Ordinal);
            Assert.Contains("4.1 MiB free", end.Error, StringComparison.Ordinal);
            Assert.Contains("models.path", end.Error, StringComparison.Ordinal);
        }
        Assert.Empty(_registry.Blobs);
        Assert.Empty(kit.Files);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_file_that_another_process_fetches_is_waited_for()
    {
        _registry.Add("library/tiny:latest", s_model);
        using var kit = new PullKit(_registry.Url);
        kit.Store.Prepare();
        // As another process would: the lock is the system's.
        var other = PartialFile.TryOpen(kit.Store.Partial(TestRegistry.Digest(s_model).Replace(':', '-')))!;
        using var watched = await kit.Pulls.StartAsync("tiny", null, null, Cancel);
        await Eventually.TrueAsync(() => watched.Pull.Now.Status == "waiting for another pull of the same file");
        other.Dispose();

        Assert.Equal("success", (await PullKit.ToEndAsync(watched))[^1].Status);
    }

    [Fact(Timeout = 60_000)]
    public async Task What_is_written_down_but_damaged_is_not_believed()
    {
        _registry.Add("library/tiny:latest", s_model);
        using var kit = new PullKit(_registry.Url);
        _registry.HoldAfter = 1000;
        using (var watched = await kit.Pulls.StartAsync("tiny", null, null, Cancel))
        {
            await Eventually.TrueAsync(() => watched.Pull.Now.Completed >= 4000);
            watched.Pull.Stop("x");
            await watched.Pull.Completion.WaitAsync(Cancel);
        }
        _registry.LetGo();
        var state = kit.Store.Partial(kit.Partials.Single(p => p.EndsWith(".json", StringComparison.Ordinal)));
        var text = await File.ReadAllTextAsync(state, Cancel);
        await File.WriteAllTextAsync(state, text.Replace("1000", "9000", StringComparison.Ordinal), Cancel);

        Assert.Equal("success", (await kit.PullAsync("tiny"))[^1].Status);
        Assert.Equal(s_model, kit.Blob(s_model));
    }

    [Theory(Timeout = 60_000)]
    [InlineData("..")]
    [InlineData("../x")]
    [InlineData("a/../b")]
    [InlineData("a/b/..")]
    [InlineData("x:..")]
    [InlineData("x:../../y")]
    [InlineData("/etc/passwd")]
    [InlineData("./x")]
    [InlineData("../../etc/x:y")]
    [InlineData("h/n/m/x")]
    [InlineData("x:")]
    [InlineData(":x")]
    [InlineData("a//b")]
    [InlineData("a b")]
    [InlineData("a\\b")]
    [InlineData("a\nb")]
    [InlineData("ä")]
    [InlineData("x?y")]
    [InlineData("x#y")]
    [InlineData("x%2e%2e")]
    [InlineData("me@host/a/b")]
    [InlineData("ho st/a/b")]
    [InlineData("../a/b")]
    [InlineData("host:99999/a/b")]
    [InlineData("")]
    public async Task A_name_that_is_none_is_refused(string model)
    {
        using var kit = new PullKit(_registry.Url);
        var refused = await Assert.ThrowsAsync<PullException>(() => kit.PullAsync(model));
        Assert.Equal(PullFault.BadRequest, refused.Fault);
        Assert.Empty(kit.Files);
    }
}
