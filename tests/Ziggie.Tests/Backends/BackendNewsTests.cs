using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Ziggie.Backends;
using Ziggie.Feeds;
using Ziggie.Settings;
using Ziggie.Tests.Support;

namespace Ziggie.Tests.Backends;

public sealed class BackendNewsTests : IAsyncDisposable
{
    private readonly TestCatalog _catalog = new();
    private readonly Told _told = new();
    private readonly Busy _busy = new();
    private readonly BackendNews _news;

    public BackendNewsTests() => _news = new BackendNews(_catalog, new BackendViews(new FixedSettings(new ZiggieSettings()), _busy), _told);

    public async ValueTask DisposeAsync() => await _news.StopAsync(CancellationToken.None);

    [Fact]
    public async Task What_is_there_at_the_start_is_told_as_added()
    {
        _catalog.Swap(TestCatalog.Backend("a", models: "m"), TestCatalog.Backend("b"));
        await StartAsync();
        Assert.Equal(["backends backend.added a", "backends backend.added b", "models models.changed 1"], _told.Take());
    }

    [Fact]
    public async Task Each_change_is_told_once_by_its_name()
    {
        var (a, b) = (TestCatalog.Backend("a", models: "m"), TestCatalog.Backend("b", models: ["n", "o"]));
        await StartAsync();

        _catalog.Swap(a, b);
        Assert.Equal(["backends backend.added a", "backends backend.added b", "models models.changed 3"], _told.Take());

        a.State = a.State with { Status = BackendStatus.Offline };
        _catalog.Swap(a, b);
        Assert.Equal(["backends backend.offline a", "models models.changed 3"], _told.Take());

        a.State = a.State with { Status = BackendStatus.Online };
        b.State = b.State with { Version = "2" };
        _catalog.Swap(a, b);
        Assert.Equal(["backends backend.online a", "backends backend.changed b", "models models.changed 3"], _told.Take());

        _catalog.Swap(b);
        Assert.Equal(["backends backend.removed a", "models models.changed 2"], _told.Take());
    }

    [Fact]
    public async Task How_busy_and_how_fast_it_is_makes_no_news()
    {
        var a = TestCatalog.Backend("a", models: "m");
        _catalog.Swap(a);
        await StartAsync();
        _told.Take();
        a.State = a.State with { LatencyMs = 99 };
        _busy.Now = (3, 4);
        _catalog.Swap(a);
        Assert.Empty(_told.Take());
    }

    [Fact]
    public async Task Nothing_is_told_after_the_end()
    {
        await StartAsync();
        await _news.StopAsync(CancellationToken.None);
        _catalog.Swap(TestCatalog.Backend("a"));
        Assert.Empty(_told.Take());
    }

    private Task StartAsync() => _news.StartAsync(TestContext.Current.CancellationToken);

    private sealed class Busy : IBackendLoad
    {
        public (int Running, int Waiting) Now { get; set; }

        public (int Running, int Waiting) Of(Backend backend) => Now;
    }

    private sealed class Told : IFeeds
    {
        private readonly List<string> _lines = [];

        public List<string> Take()
        {
            var lines = _lines.ToList();
            _lines.Clear();
            return lines;
        }

        public void Publish<T>(string topic, string type, T data, JsonTypeInfo<T> json, string? ownerId = null)
        {
            var said = JsonSerializer.SerializeToElement(data, json);
            _lines.Add($"{topic} {type} {(said.TryGetProperty("name", out var name) ? name : said.GetProperty("count"))}");
        }

        public bool IsWatched(string topic) => true;

        public Task WhenWatchedAsync(string topic, CancellationToken cancel) => Task.CompletedTask;
    }
}
