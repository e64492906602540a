using Ziggie.Simulator;
using Ziggie.Simulator.Faults;

namespace Ziggie.Tests.Simulator;

public sealed class FaultTextTests
{
    [Fact]
    public void Reads_every_kind_and_writes_it_back()
    {
        foreach (var (name, _) in Fault.Known)
        {
            var fault = Fault.Parse(name + " after=5,every=3 p=0.5 times=2 for=1.5s retry-after=200ms everywhere");

            Assert.Equal(fault, Fault.Parse(fault.ToString()));
            Assert.Equal((5, 3, 0.5, 2), (fault.After, fault.Every, fault.Probability, fault.Times));
            Assert.Equal((1500.0, 200.0, true), (fault.For!.Value.TotalMilliseconds, fault.RetryAfter!.Value.TotalMilliseconds, fault.Everywhere));
        }
        Assert.Equal(Enum.GetValues<FaultKind>().Length, Fault.Known.Count());
        foreach (var kind in Enum.GetValues<FaultKind>()) Assert.NotNull(FaultBehaviors.Of(kind));
    }

    [Fact]
    public void Reads_flapping_and_statuses()
    {
        Assert.Equal((TimeSpan.FromSeconds(2), TimeSpan.FromMinutes(1)), Fault.Parse("flap up=2 down=1m") is var flap ? (flap.Up, flap.Down) : default);
        Assert.Equal(429, Fault.Parse("429 retry-after=2").Status);
        Assert.Equal(418, Fault.Parse("status status=418").Status);
    }

    [Theory]
    [InlineData("", "is no fault. There are: refuse")]
    [InlineData("explode", "\"explode\" is no fault")]
    [InlineData("200", "\"200\" is no fault")]
    [InlineData("drop after=soon", "\"after=soon\" is nothing that the fault drop takes. Write after=5")]
    [InlineData("drop every=0", "\"every=0\"")]
    [InlineData("drop p=1.5", "\"p=1.5\"")]
    [InlineData("hang for=1e9s", "\"for=1e9s\"")]
    public void Says_what_is_wrong(string text, string complaint) =>
        Assert.Contains(complaint, Assert.Throws<FormatException>(() => Fault.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Picks_each_third_the_first_two_or_by_the_seeds_chance()
    {
        Assert.Equal("001001001", Pattern("drop every=3"));
        Assert.Equal("110000000", Pattern("drop times=2"));
        Assert.Equal("010100000", Pattern("drop every=2 times=2"));
        Assert.Equal(Pattern("drop p=0.5", 7), Pattern("drop p=0.5", 7));
        var half = new FaultPicker([Fault.Parse("drop p=0.5")], 7);
        Assert.InRange(Enumerable.Range(0, 1000).Count(_ => half.Next(true) is not null), 400, 600);
    }

    [Fact]
    public void Leaves_lists_and_health_alone_unless_it_is_everywhere()
    {
        Assert.Null(new FaultPicker([Fault.Parse("500")], 0).Next(model: false));
        Assert.NotNull(new FaultPicker([Fault.Parse("500 everywhere")], 0).Next(model: false));
    }

    private static string Pattern(string fault, long seed = 0)
    {
        var picker = new FaultPicker([Fault.Parse(fault)], seed);
        return string.Concat(Enumerable.Range(0, 9).Select(_ => picker.Next(model: true) is null ? '0' : '1'));
    }
}
