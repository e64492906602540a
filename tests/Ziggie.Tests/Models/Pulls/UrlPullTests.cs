using System.Text;
using Ziggie.Models.Pulls;
using Ziggie.Tests.Support;

namespace Ziggie.Tests.Models.Pulls;

/// <summary>Pulling a file from its address.</summary>
public sealed class UrlPullTests : IAsyncLifetime
{
    private static readonly byte[] s_model = TestRegistry.Gguf(400_000);

    private TestRegistry _server = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _server = await TestRegistry.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory(Timeout = 60_000)]
    [InlineData(true, true)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public async Task A_file_comes_into_view_whole(bool ranges, bool tellsLength)
    {
        _server.Ranges = ranges;
        _server.TellsLength = tellsLength;
        var address = _server.AddFile("/some/tiny-Q4_0.gguf", s_model);
        using var kit = new PullKit(_server.Url);

        var lines = await kit.PullAsync($"{address}?download=true");

        Assert.Equal("success", lines[^1].Status);
        Assert.Equal(["tiny-Q4_0.gguf"], kit.Files);
        Assert.NotNull(kit.Library.Find("tiny-Q4_0"));
        await kit.Library.RefreshAsync(Cancel);
        Assert.NotNull(kit.Library.Find("tiny-Q4_0"));
        Assert.Equal(s_model, await File.ReadAllBytesAsync(kit.Store.File("tiny-Q4_0.gguf"), Cancel));
        Assert.Empty(kit.Partials);
        if (tellsLength) Assert.Equal("success", (await kit.PullAsync(address.ToString()))[^1].Status);
    }

    [Theory(Timeout = 60_000)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_digest_is_checked_where_one_is_given(bool right)
    {
        var address = _server.AddFile("/tiny.gguf", s_model);
        var digest = right ? TestRegistry.Digest(s_model) : TestRegistry.Digest([1]);
        using var kit = new PullKit(_server.Url);

        var end = (await kit.PullAsync($"{address}#sha256={digest[7..]}"))[^1];

        if (right) Assert.Equal("success", end.Status);
        else Assert.Contains("must be " + digest, end.Error, StringComparison.Ordinal);
        Assert.Equal(right ? ["tiny.gguf"] : [], kit.Files);
    }

    [Fact(Timeout = 60_000)]
    public async Task What_came_before_is_gone_on_with()
    {
        _server.ETag = "\"one\"";
        var address = _server.AddFile("/tiny.gguf", s_model).ToString();
        using var kit = new PullKit(_server.Url);
        await StopMidwayAsync(kit, address);

        Assert.Equal("success", (await kit.PullAsync(address))[^1].Status);

        Assert.Equal(s_model, await File.ReadAllBytesAsync(kit.Store.File("tiny.gguf"), Cancel));
        Assert.Contains(_server.Requests, r => r.Range == "bytes=30000-65535");
    }

    [Theory(Timeout = 60_000)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Another_file_at_the_same_address_is_fetched_anew(bool ofSameLength)
    {
        _server.ETag = "\"one\"";
        var address = _server.AddFile("/tiny.gguf", s_model).ToString();
        using var kit = new PullKit(_server.Url);
        await StopMidwayAsync(kit, address);
        var other = TestRegistry.Gguf(ofSameLength ? s_model.Length : 300_000, seed: 5);
        _server.AddFile("/tiny.gguf", other);
        _server.ETag = ofSameLength ? "\"two\"" : "\"one\"";

        Assert.Equal("success", (await kit.PullAsync(address))[^1].Status);

        Assert.Equal(other, await File.ReadAllBytesAsync(kit.Store.File("tiny.gguf"), Cancel));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_file_that_changes_meanwhile_is_fetched_anew()
    {
        _server.ETag = "\"one\"";
        var address = _server.AddFile("/tiny.gguf", s_model).ToString();
        using var kit = new PullKit(_server.Url, PullKit.Quick with { Parallel = 1 });
        _server.HoldAfter = 30_000;
        using var watched = await kit.Pulls.StartAsync(address, null, null, Cancel);
        await Eventually.TrueAsync(() => watched.Pull.Now.Completed == 30_000);
        var other = TestRegistry.Gguf(s_model.Length, seed: 5);
        _server.AddFile("/tiny.gguf", other);
        _server.ETag = "\"two\"";
        _server.LetGo();

        Assert.Equal("success", (await PullKit.ToEndAsync(watched))[^1].Status);
        Assert.Equal(other, await File.ReadAllBytesAsync(kit.Store.File("tiny.gguf"), Cancel));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_file_that_is_there_is_never_overwritten()
    {
        var address = _server.AddFile("/tiny.gguf", s_model).ToString();
        using var kit = new PullKit(_server.Url);
        kit.Store.Prepare();
        await File.WriteAllTextAsync(kit.Store.File("tiny.gguf"), "mine", Cancel);

        Assert.Contains("another tiny.gguf", (await kit.PullAsync(address))[^1].Error, StringComparison.Ordinal);
        Assert.Contains("another tiny.gguf", (await kit.PullAsync(address, sha256: TestRegistry.Digest(s_model)))[^1].Error, StringComparison.Ordinal);
        Assert.Equal("mine", await File.ReadAllTextAsync(kit.Store.File("tiny.gguf"), Cancel));
        Assert.Equal("success", (await kit.PullAsync(address, name: "people/other"))[^1].Status);
        Assert.Equal(["people/other.gguf", "tiny.gguf"], kit.Files);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("<!doctype html><title>A page</title>", "download button")]
    [InlineData("PK\u0003\u0004", "no GGUF file")]
    [InlineData("GG", "no GGUF file")]
    [InlineData("", "an empty file")]
    public async Task What_is_no_GGUF_does_not_come_into_view(string content, string says)
    {
        var address = _server.AddFile("/page.gguf", Encoding.UTF8.GetBytes(content)).ToString();
        _server.Ranges = content.Length > 0;
        using var kit = new PullKit(_server.Url);

        Assert.Contains(says, (await kit.PullAsync(address))[^1].Error, StringComparison.Ordinal);
        Assert.Empty(kit.Files);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("ftp://host/x.gguf", "http")]
    [InlineData("file:///etc/x.gguf", "http")]
    [InlineData("https://me:secret@host/x.gguf", "password")]
    [InlineData("https://host/x.bin", ".gguf")]
    [InlineData("https://host/", ".gguf")]
    [InlineData("https://host/..%2f..%2fx.gguf", ".gguf")]
    [InlineData("https://host/.hidden.gguf", ".gguf")]
    [InlineData("https://host/x.gguf#sha256=abc", "64 hexadecimal")]
    public async Task An_address_that_is_none_is_refused(string address, string says)
    {
        using var kit = new PullKit(_server.Url);
        var refused = await Assert.ThrowsAsync<PullException>(() => kit.PullAsync(address));
        Assert.Equal(PullFault.BadRequest, refused.Fault);
        Assert.Contains(says, refused.Message, StringComparison.Ordinal);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("../x")]
    [InlineData("/etc/x")]
    [InlineData("a/../../x")]
    [InlineData("blobs/x")]
    [InlineData("manifests/x")]
    [InlineData(".partial/x")]
    [InlineData("a//b")]
    [InlineData("a\\b")]
    [InlineData("a\0b")]
    [InlineData(" x")]
    [InlineData("a/b/c/d/e")]
    public async Task A_name_that_leads_elsewhere_is_refused(string name)
    {
        using var kit = new PullKit(_server.Url);
        var refused = await Assert.ThrowsAsync<PullException>(() => kit.PullAsync("https://host/x.gguf", name: name + ".gguf"));
        Assert.Equal(PullFault.BadRequest, refused.Fault);
    }

    /// <summary>The first part has 30,000 bytes when it is stopped, and they are written down.</summary>
    private async Task StopMidwayAsync(PullKit kit, string address)
    {
        _server.HoldAfter = 30_000;
        using (var watched = await kit.Pulls.StartAsync(address, null, null, Cancel))
        {
            await Eventually.TrueAsync(() => watched.Pull.Now.Completed == 30_000 * 4);
            watched.Pull.Stop("Enough.");
            Assert.Equal("Enough.", (await PullKit.ToEndAsync(watched))[^1].Error);
        }
        _server.LetGo();
        Assert.Empty(kit.Files);
        Assert.Equal(2, kit.Partials.Count);
    }
}
