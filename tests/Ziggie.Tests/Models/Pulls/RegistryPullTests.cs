using Ziggie.Models.Pulls.Running;
using Ziggie.Tests.Support;

namespace Ziggie.Tests.Models.Pulls;

/// <summary>Pulling from a registry, also on its bad days.</summary>
public sealed class RegistryPullTests : IAsyncLifetime
{
    private static readonly byte[] s_model = TestRegistry.Gguf(500_001);

    private TestRegistry _registry = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _registry = await TestRegistry.StartAsync();

    public ValueTask DisposeAsync() => _registry.DisposeAsync();

    [Fact(Timeout = 60_000)]
    public async Task A_model_lies_as_Ollama_lays_it_out_and_every_step_is_told()
    {
        var manifest = _registry.Add("library/tiny:latest", s_model);
        using var kit = new PullKit(_registry.Url);

        var lines = await kit.PullAsync("tiny");

        Assert.Equal(new PullLine("pulling manifest"), lines[0]);
        Assert.Equal(new PullLine("success"), lines[^1]);
        Assert.Contains(lines, l => l.Digest == TestRegistry.Digest(s_model) && l.Total == s_model.Length && l.Completed == s_model.Length);
        Assert.Contains(lines, l => l.Status == "writing manifest");
        var path = Path.Join(kit.Store.Root, "manifests", _registry.Host, "library", "tiny", "latest");
        Assert.Equal(manifest, await File.ReadAllBytesAsync(path, Cancel));
        Assert.Equal(s_model, kit.Blob(s_model));
        Assert.Equal(4, kit.Files.Count);
        Assert.Empty(kit.Partials);
        Assert.NotNull(kit.Library.Find("tiny"));
        Assert.Contains(_registry.Requests, r => r.Accept.Contains("docker.distribution.manifest.v2", StringComparison.Ordinal));
        Assert.Equal(8, _registry.Blobs.Count(b => b.Path.EndsWith(TestRegistry.Digest(s_model), StringComparison.Ordinal)));
        if (!OperatingSystem.IsWindows()) Assert.Equal(Convert.ToInt32("644", 8), (int)File.GetUnixFileMode(kit.Store.Blob(Ziggie.Models.Pulls.Sources.Digest.Parse(TestRegistry.Digest(s_model))!)));
    }

    [Fact(Timeout = 60_000)]
    public async Task What_is_there_already_is_not_fetched_again_but_what_is_spoilt_is()
    {
        _registry.Add("library/tiny:latest", s_model);
        using var kit = new PullKit(_registry.Url);
        await kit.PullAsync("tiny");
        var before = _registry.Blobs.Count();

        Assert.Equal("success", (await kit.PullAsync("tiny:latest"))[^1].Status);
        Assert.Equal(before, _registry.Blobs.Count());

        await using (var file = File.OpenWrite(Directory.GetFiles(Path.Join(kit.Store.Root, "blobs")).MaxBy(f => new FileInfo(f).Length)!)) file.WriteByte(0);
        Assert.Equal("success", (await kit.PullAsync("tiny"))[^1].Status);
        Assert.Equal(s_model, kit.Blob(s_model));
    }

    [Theory(Timeout = 60_000)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(40_000)]
    [InlineData(65_535)]
    public async Task A_cut_connection_is_made_anew(int at)
    {
        _registry.Add("library/tiny:latest", s_model);
        foreach (var _ in Enumerable.Range(0, 5)) _registry.Cuts.Enqueue(at);
        using var kit = new PullKit(_registry.Url);

        Assert.Equal("success", (await kit.PullAsync("tiny"))[^1].Status);

        Assert.Equal(s_model, kit.Blob(s_model));
        Assert.Empty(_registry.Cuts);
        Assert.InRange(_registry.Blobs.Count(), 8 + 5, 8 + 5 + 2);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_server_without_ranges_gives_one_stream_also_when_it_is_cut()
    {
        _registry.Add("library/tiny:latest", s_model);
        _registry.Ranges = false;
        _registry.Cuts.Enqueue(200_000);
        using var kit = new PullKit(_registry.Url);

        Assert.Equal("success", (await kit.PullAsync("tiny"))[^1].Status);

        Assert.Equal(s_model, kit.Blob(s_model));
        Assert.Equal(2, _registry.Blobs.Count(b => b.Path.EndsWith(TestRegistry.Digest(s_model), StringComparison.Ordinal)));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_server_that_goes_silent_is_left_and_asked_again()
    {
        _registry.Add("library/tiny:latest", s_model);
        using var kit = new PullKit(_registry.Url, PullKit.Quick with { Stall = TimeSpan.FromMilliseconds(200) });
        _registry.HoldAfter = 10_000;
        using var watched = await kit.Pulls.StartAsync("tiny", null, null, Cancel);
        await Eventually.TrueAsync(() => _registry.Blobs.Any(b => b.Range == "bytes=10000-65535"));
        _registry.LetGo();

        Assert.Equal("success", (await PullKit.ToEndAsync(watched))[^1].Status);
        Assert.Equal(s_model, kit.Blob(s_model));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_server_that_stays_silent_is_given_up_and_what_came_is_kept()
    {
        _registry.Add("library/tiny:latest", s_model);
        using var kit = new PullKit(_registry.Url, PullKit.Quick with { Stall = TimeSpan.FromMilliseconds(100) });
        _registry.HoldAfter = 0;

        var end = (await kit.PullAsync("tiny"))[^1];

        Assert.Contains(" 0.1 s", end.Error, StringComparison.Ordinal);
        Assert.Contains("pull again to go on", end.Error, StringComparison.Ordinal);
        Assert.Empty(kit.Files);
    }

    [Fact(Timeout = 60_000)]
    public async Task Wrong_content_is_thrown_away_and_told()
    {
        _registry.Add("library/tiny:latest", s_model);
        _registry.Spoil(s_model);
        using var kit = new PullKit(_registry.Url);

        var end = (await kit.PullAsync("tiny"))[^1];

        Assert.Contains($"it must be {TestRegistry.Digest(s_model)}", end.Error, StringComparison.Ordinal);
        Assert.Empty(kit.Files);
        Assert.Empty(kit.Partials);
        _registry.Add("library/tiny:latest", s_model);
        Assert.Equal("success", (await kit.PullAsync("tiny"))[^1].Status);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_server_that_is_busy_is_asked_again()
    {
        _registry.Add("library/tiny:latest", s_model);
        foreach (var status in (int[])[503, 429]) _registry.Statuses.Enqueue(status);
        using var kit = new PullKit(_registry.Url);

        Assert.Equal("success", (await kit.PullAsync("tiny"))[^1].Status);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("nowhere", "has no library/nowhere:latest", "NotFound")]
    [InlineData("127.0.0.1:1/a/b", "No connection to 127.0.0.1:1", "Source")]
    public async Task What_cannot_be_had_is_told(string model, string says, string fault)
    {
        using var kit = new PullKit(_registry.Url);

        using var watched = await kit.Pulls.StartAsync(model, null, null, Cancel);
        var end = (await PullKit.ToEndAsync(watched))[^1];

        Assert.Contains(says, end.Error, StringComparison.Ordinal);
        Assert.Equal(fault, watched.Pull.Failure!.Fault.ToString());
        Assert.Empty(kit.Files);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_blob_that_is_gone_is_not_asked_for_again_and_again()
    {
        _registry.Add("library/tiny:latest", s_model);
        _registry.AddManifest("library/tiny:latest", System.Text.Encoding.UTF8.GetBytes($$"""{"layers":[{"mediaType":"application/vnd.ollama.image.model","digest":"sha256:{{new string('a', 64)}}","size":99}]}"""));
        using var kit = new PullKit(_registry.Url);

        Assert.Contains("404", (await kit.PullAsync("tiny"))[^1].Error, StringComparison.Ordinal);
        Assert.Single(_registry.Blobs);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_token_for_everybody_is_fetched_and_goes_nowhere_else()
    {
        await using var elsewhere = await TestRegistry.StartAsync();
        _registry.Add("library/tiny:latest", s_model);
        elsewhere.Add("library/tiny:latest", s_model);
        _registry.Token = "for-everybody";
        _registry.BlobsAt = elsewhere.Url;
        using var kit = new PullKit(_registry.Url);

        Assert.Equal("success", (await kit.PullAsync("tiny"))[^1].Status);

        Assert.Equal("?service=models&scope=repository%3Ax%3Apull", _registry.Requests.Single(r => r.Path == "/token").Query);
        Assert.NotEmpty(elsewhere.Blobs);
        Assert.All(elsewhere.Requests, r => Assert.Empty(r.Authorization));
        Assert.All(_registry.Blobs, r => Assert.Equal("Bearer for-everybody", r.Authorization));
    }

    [Fact(Timeout = 60_000)]
    public async Task Redirects_in_a_ring_end()
    {
        _registry.Add("library/tiny:latest", s_model);
        _registry.BlobsAt = _registry.Url;
        using var kit = new PullKit(_registry.Url);

        Assert.Contains("redirected more than 10 times", (await kit.PullAsync("tiny"))[^1].Error, StringComparison.Ordinal);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("{}", "no layers")]
    [InlineData("[", "no valid JSON")]
    [InlineData("{\"layers\":[]}", "no GGUF model")]
    [InlineData("{\"manifests\":[]}", "several platforms")]
    [InlineData("{\"layers\":[{\"mediaType\":\"application/vnd.ollama.image.model\",\"digest\":\"sha256:../../../../etc/passwd\",\"size\":1}]}", "no SHA-256")]
    [InlineData("{\"layers\":[{\"mediaType\":\"application/vnd.ollama.image.model\",\"digest\":\"sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\",\"size\":-5}]}", "size is none")]
    [InlineData("{\"layers\":[7]}", "no object")]
    public async Task A_manifest_that_is_none_is_refused(string manifest, string says)
    {
        _registry.AddManifest("library/bad:latest", System.Text.Encoding.UTF8.GetBytes(manifest));
        using var kit = new PullKit(_registry.Url);

        Assert.Contains(says, (await kit.PullAsync("bad"))[^1].Error, StringComparison.Ordinal);
        Assert.Empty(kit.Files);
    }

    [Fact(Timeout = 60_000)]
    public async Task What_is_no_GGUF_ends_at_its_first_bytes()
    {
        var other = new byte[300_000];
        _registry.Add("library/other:latest", other);
        using var kit = new PullKit(_registry.Url);

        Assert.Contains("no GGUF file", (await kit.PullAsync("other"))[^1].Error, StringComparison.Ordinal);
        Assert.Empty(kit.Files);
        Assert.Empty(kit.Partials);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_tag_that_moved_leaves_no_files_behind_that_nobody_needs()
    {
        _registry.Add("library/tiny:latest", s_model);
        _registry.Add("library/tiny:old", s_model, template: "kept");
        using var kit = new PullKit(_registry.Url);
        await kit.PullAsync("tiny");
        await kit.PullAsync("tiny:old");
        var newer = TestRegistry.Gguf(100_000, seed: 9);
        _registry.Add("library/tiny:latest", newer, template: "new");

        await kit.PullAsync("tiny");

        Assert.Equal(newer, kit.Blob(newer));
        Assert.Equal(s_model, kit.Blob(s_model));
        Assert.DoesNotContain(kit.Files, f => f.Contains(TestRegistry.Digest("{{ .Prompt }}"u8.ToArray())[7..], StringComparison.Ordinal));
    }
}
