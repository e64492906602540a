using Ziggie.Engine.Host;

namespace Ziggie.Tests.Engine.Host;

public sealed class RoomTests
{
    private static readonly DateTimeOffset s_start = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(30, 100, "", "Load", "")]
    [InlineData(30, 100, "a:60:0:1", "Load", "")]
    [InlineData(50, 100, "a:60:0:1", "Load", "a")]
    [InlineData(50, 100, "a:60:0:2 b:30:0:1", "Load", "b a")]
    [InlineData(20, 100, "a:60:0:2 b:30:0:1", "Load", "b")]
    [InlineData(50, 100, "a:60:1:1", "Wait", "")]
    [InlineData(50, 100, "a:60:1:1 b:30:0:2", "Wait", "")]
    [InlineData(40, 100, "a:60:1:1 b:30:0:2", "Load", "b")]
    [InlineData(101, 100, "", "TooLarge", "")]
    [InlineData(101, 100, "a:60:1:1", "TooLarge", "")]
    [InlineData(50, 100, "a:50:0:1! b:50:0:2", "Load", "b")]
    [InlineData(90, 100, "a:50:0:1! b:50:0:2", "Load", "b a")]
    public void Idle_models_go_as_far_as_needed_the_longest_unused_first(long needed, long budget, string tenants, string answer, string unload)
    {
        var (made, gone) = Room.Make(needed, budget, [.. tenants.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Tenant)]);
        Assert.Equal((answer, unload), (made.ToString(), string.Join(' ', gone)));
    }

    /// <summary>name:memory:users:last use, with ! for one that stays for good.</summary>
    private static Tenant Tenant(string text)
    {
        var parts = text.TrimEnd('!').Split(':');
        return new(parts[0], long.Parse(parts[1]), int.Parse(parts[2]), s_start.AddMinutes(int.Parse(parts[3])), text.EndsWith('!'));
    }
}
