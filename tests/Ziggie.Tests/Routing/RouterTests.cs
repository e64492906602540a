using FsCheck;
using FsCheck.Fluent;
using Ziggie.Admission;
using Ziggie.Backends;
using Ziggie.Identity;
using Ziggie.Routing;
using Ziggie.Tests.Support;

namespace Ziggie.Tests.Routing;

/// <summary>Which backend a request goes to, and who may send it there.</summary>
public sealed class RouterTests
{
    private readonly TestCatalog _catalog = new();
    private readonly BackendGates _gates = new();
    private readonly Router _router;

    public RouterTests() => _router = new Router(_catalog, _gates);

    // name asked, reason, targets by tier
    public static TheoryData<string, string, string> Names => new()
    {
        { "only-a", "exact", "a/only-a" },
        { "a/only-a", "named", "a/only-a" },
        { "tagged", "latest", "a/tagged:latest" },
        { "tagged:latest", "exact", "a/tagged:latest" },
        { "a/tagged", "named", "a/tagged:latest" },
        // The same digest: balanced where the priority is the same, the others for later.
        { "same", "exact", "a/same b/same | c/same" },
        // Different ones: the first backend's, the other by its name.
        { "differs", "exact", "a/differs" },
        { "d/differs", "named", "d/differs" },
        { "smart", "alias", "d/differs a/only-a" },
        // An alias hides a model of its name, also where it leads nowhere.
        { "hidden", "alias", "" },
        { "", "default", "a/only-a" },
        { "auto", "default", "a/only-a" },
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void A_name_leads_where_the_order_of_meaning_says(string name, string reason, string targets)
    {
        _catalog.Swap(
            [
                TestCatalog.Backend("a", digest: "1", models: ["only-a", "tagged:latest", "same", "differs", "hidden"]),
                TestCatalog.Backend("b", digest: "1", models: ["same"]),
                TestCatalog.Backend("c", digest: "1", priority: 2, models: ["same"]),
                TestCatalog.Backend("d", digest: "2", models: ["differs"]),
            ],
            new Dictionary<string, string[]> { ["smart"] = ["d/differs", "only-a", "nowhere"], ["hidden"] = ["nowhere"] });

        var route = _catalog.Current.FindRoute(name)!;

        Assert.Equal(reason, route.Reason);
        Assert.Equal(targets, string.Join(" | ", route.Tiers.Select(t => string.Join(' ', t.Select(x => $"{x.Backend.Name}/{x.Model.Name}")))));
    }

    [Theory]
    [InlineData("onyl-a", "only-a")]
    [InlineData("TAGGED", "tagged")]
    public void An_unknown_name_is_told_with_the_nearest(string name, string near)
    {
        _catalog.Swap(TestCatalog.Backend("a", models: ["only-a", "tagged:latest"]), TestCatalog.Backend("away", status: BackendStatus.Offline));
        Assert.Null(_catalog.Current.FindRoute(name));
        var error = _router.Unknown(name, null);
        Assert.Equal((404, "model_not_found", "model"), (error.Status, error.Code, error.Param));
        Assert.Contains($"\"{near}\"", error.Message, StringComparison.Ordinal);
        Assert.Contains("Offline now: away", error.Message, StringComparison.Ordinal);
    }

    // allowed, asked, whether it may be
    [Theory]
    [InlineData("only-a", "only-a", true)]
    [InlineData("only-a", "a/only-a", true)]
    [InlineData("a/only-a", "only-a", true)]
    [InlineData("tagged", "tagged:latest", true)]
    [InlineData("tagged:latest", "tagged", true)]
    [InlineData("smart", "smart", true)]
    [InlineData("only-a", "smart", false)]
    [InlineData("smart", "only-a", false)]
    [InlineData("only", "only-a", false)]
    [InlineData("b/only-a", "only-a", false)]
    public void A_key_s_list_allows_what_it_names_and_no_more(string allowed, string asked, bool may)
    {
        _catalog.Swap([TestCatalog.Backend("a", models: ["only-a", "tagged:latest"])], new Dictionary<string, string[]> { ["smart"] = ["only-a"] });
        var caller = TestCallers.Make("member-1") with { Limits = KeyLimits.None with { Models = [allowed] } };
        Assert.Equal(may, Router.MayUse(caller, asked, _catalog.Current.FindRoute(asked)!));
        Assert.True(Router.MayUse(TestCallers.Make("member-1"), asked, _catalog.Current.FindRoute(asked)!));
    }

    [Fact]
    public void A_conversation_stays_where_it_was_whoever_else_comes_or_goes()
    {
        var backends = Enumerable.Range(0, 4).Select(i => TestCatalog.Backend($"b{i}", models: "m")).ToArray();
        for (ulong prefix = 1; prefix < 200; prefix++)
        {
            var chosen = Choose(prefix, backends);
            Assert.Same(chosen, Choose(prefix, [.. backends.Reverse()]));
            foreach (var gone in backends.Where(b => b != chosen)) Assert.Same(chosen, Choose(prefix, [.. backends.Except([gone])]));
        }
    }

    [Fact]
    public void Conversations_spread_evenly()
    {
        var backends = Enumerable.Range(0, 4).Select(i => TestCatalog.Backend($"b{i}", models: "m")).ToArray();
        var counts = Enumerable.Range(1, 2000).Select(i => Choose((ulong)i * 0x9E3779B97F4A7C15, backends).Name).CountBy(n => n).ToList();
        Assert.Equal(4, counts.Count);
        Assert.All(counts, c => Assert.InRange(c.Value, 350, 650));
    }

    [Fact]
    public void Those_that_are_down_are_asked_last()
    {
        var (up, offline, open) = (TestCatalog.Backend("up", models: "m"), TestCatalog.Backend("offline", status: BackendStatus.Offline, models: "m"), TestCatalog.Backend("open", models: "m"));
        for (var i = 0; i < Breaker.Threshold; i++) open.Breaker.Failed(0);
        // However busy the one that is up.
        for (var i = 0; i < 10; i++) Assert.True(_gates.Of(up).TryEnter());
        for (ulong prefix = 1; prefix < 50; prefix++) Assert.Same(up, Choose(prefix, up, offline, open));
        Assert.NotNull(Choose(1, offline, open));
    }

    [Fact]
    public void Whatever_the_loads_a_choice_is_sticky_or_the_least_busy_and_never_a_full_one_beside_a_free_one()
    {
        var loads = Gen.Choose(0, 12).ListOf(5).ToArbitrary();
        Prop.ForAll(loads, ArbMap.Default.ArbFor<ulong>(), (running, prefix) =>
        {
            var gates = new BackendGates();
            var router = new Router(_catalog, gates);
            var backends = running.Select((_, i) => TestCatalog.Backend($"b{i}", capacity: 4 + i, models: "m")).ToArray();
            for (var i = 0; i < backends.Length; i++)
                for (var n = 0; n < running[i]; n++) gates.Of(backends[i]).TryEnter();
            var chosen = router.Choose([.. backends.Select(b => new Target(b, b.State.Models[0]))], prefix).Backend;
            var load = gates.Of(chosen).Load;
            var all = backends.Select(b => gates.Of(b).Load).ToList();
            var share = 1.0 / chosen.Capacity;
            var isLeast = load == all.Min();
            // Within a quarter of the mean, this request counted.
            var isNearMean = load + share <= 1.25 * (all.Sum() + share) / all.Count + 1e-9;
            Assert.True(isLeast || isNearMean, $"{load} of {string.Join(' ', all)}");
            Assert.False(load >= 1 && all.Min() < 1, $"full beside a free one: {string.Join(' ', all)}");
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500).WithQuietOnSuccess(true));
    }

    private Backend Choose(ulong prefix, params Backend[] backends) =>
        _router.Choose([.. backends.Select(b => new Target(b, b.State.Models[0]))], prefix).Backend;
}
