using FsCheck;
using FsCheck.Fluent;
using Ziggie.Admission;

namespace Ziggie.Tests.Admission;

public sealed class FairQueueTests
{
    private static List<string> Drain(FairQueue<string> queue)
    {
        List<string> order = [];
        while (queue.Dequeue() is { } next) order.Add(next);
        return order;
    }

    [Fact]
    public void One_caller_is_served_in_order()
    {
        var queue = new FairQueue<string>(10);
        foreach (var name in (string[])["a1", "a2", "a3"]) Assert.Null(queue.Enqueue("a", 100, name, out _));
        Assert.Equal(["a1", "a2", "a3"], Drain(queue));
        Assert.Equal(0, queue.Count);
    }

    [Fact]
    public void A_caller_with_many_long_prompts_does_not_hold_up_one_with_a_short_one()
    {
        var queue = new FairQueue<string>(100);
        for (var i = 0; i < 20; i++) queue.Enqueue("greedy", 50_000, $"g{i}", out _);
        queue.Enqueue("modest", 50, "m", out _);
        Assert.InRange(Drain(queue).IndexOf("m"), 0, 1);
    }

    [Fact]
    public void Equal_requests_alternate()
    {
        var queue = new FairQueue<string>(100);
        for (var i = 0; i < 4; i++) queue.Enqueue("a", FairQueue<string>.Quantum, $"a{i}", out _);
        for (var i = 0; i < 4; i++) queue.Enqueue("b", FairQueue<string>.Quantum, $"b{i}", out _);
        Assert.Equal(["a0", "b0", "a1", "b1", "a2", "b2", "a3", "b3"], Drain(queue));
    }

    [Fact]
    public void When_full_the_newest_of_the_longest_line_is_refused()
    {
        var queue = new FairQueue<string>(3);
        queue.Enqueue("a", 1, "a1", out _);
        queue.Enqueue("a", 1, "a2", out _);
        queue.Enqueue("a", 1, "a3", out _);
        Assert.Equal("a3", queue.Enqueue("b", 1, "b1", out var place));
        Assert.NotNull(place);
        Assert.Equal(3, queue.Count);
    }

    [Fact]
    public void When_full_of_equals_the_newcomer_is_refused()
    {
        var queue = new FairQueue<string>(2);
        queue.Enqueue("a", 1, "a1", out _);
        queue.Enqueue("b", 1, "b1", out _);
        Assert.Equal("c1", queue.Enqueue("c", 1, "c1", out var place));
        Assert.Null(place);
    }

    [Fact]
    public void One_that_left_is_not_served()
    {
        var queue = new FairQueue<string>(5);
        queue.Enqueue("a", 1, "a1", out var first);
        queue.Enqueue("a", 1, "a2", out _);
        queue.Remove(first!);
        queue.Remove(first!);
        Assert.Equal(["a2"], Drain(queue));
    }

    [Fact]
    public void Any_sequence_serves_each_accepted_request_once_and_stays_within_its_bound() => Prop.ForAll(
        ArbMap.Default.ArbFor<(byte Caller, ushort Tokens, bool Take)[]>(),
        steps =>
        {
            var queue = new FairQueue<string>(8);
            var inside = new HashSet<string>();
            for (var i = 0; i < steps.Length; i++)
            {
                if (steps[i].Take)
                {
                    var next = queue.Dequeue();
                    Assert.Equal(inside.Count == 0, next is null);
                    if (next is not null) Assert.True(inside.Remove(next));
                    continue;
                }
                var name = $"r{i}";
                inside.Add(name);
                if (queue.Enqueue($"c{steps[i].Caller % 4}", steps[i].Tokens, name, out _) is { } refused) Assert.True(inside.Remove(refused));
                Assert.Equal(inside.Count, queue.Count);
                Assert.True(queue.Count <= 8);
            }
            foreach (var left in Drain(queue)) Assert.True(inside.Remove(left));
            Assert.Empty(inside);
        }).QuickCheckThrowOnFailure();
}
