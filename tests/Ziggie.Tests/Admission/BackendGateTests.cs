using Ziggie.Admission;

namespace Ziggie.Tests.Admission;

public sealed class BackendGateTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Past_the_capacity_requests_wait_until_one_leaves()
    {
        var gate = new BackendGate(1, 10);
        Assert.True(gate.TryEnter());
        Assert.False(gate.TryEnter());
        var waiting = gate.EnterAsync("a", 1, Cancel).AsTask();
        Assert.False(waiting.IsCompleted);
        gate.Leave();
        Assert.Equal(Entry.Admitted, await waiting);
        Assert.Equal((1, 0), (gate.Running, gate.Waiting));
    }

    [Fact]
    public async Task One_that_leaves_the_queue_gives_up_its_place()
    {
        var gate = new BackendGate(1, 10);
        gate.TryEnter();
        using var left = new CancellationTokenSource();
        var gone = gate.EnterAsync("a", 1, left.Token).AsTask();
        var next = gate.EnterAsync("b", 1, Cancel).AsTask();
        await left.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gone);
        gate.Leave();
        Assert.Equal(Entry.Admitted, await next);
        gate.Leave();
        Assert.Equal((0, 0), (gate.Running, gate.Waiting));
    }

    [Fact]
    public async Task A_full_queue_refuses()
    {
        var gate = new BackendGate(1, 1);
        gate.TryEnter();
        var first = gate.EnterAsync("a", 1, Cancel).AsTask();
        Assert.Equal(Entry.Refused, await gate.EnterAsync("a", 1, Cancel));
        gate.Leave();
        Assert.Equal(Entry.Admitted, await first);
    }

    [Fact]
    public async Task Many_at_once_never_exceed_the_capacity_and_all_come_through()
    {
        var gate = new BackendGate(3, 1000);
        var (running, most) = (0, 0);
        await Parallel.ForAsync(0, 500, Cancel, async (i, cancel) =>
        {
            if (!gate.TryEnter()) Assert.Equal(Entry.Admitted, await gate.EnterAsync($"c{i % 7}", i, cancel));
            var now = Interlocked.Increment(ref running);
            InterlockedMax(ref most, now);
            await Task.Yield();
            Interlocked.Decrement(ref running);
            gate.Leave();
        });
        Assert.InRange(most, 1, 3);
        Assert.Equal((0, 0), (gate.Running, gate.Waiting));
    }

    private static void InterlockedMax(ref int target, int value)
    {
        for (var seen = Volatile.Read(ref target); value > seen; seen = Volatile.Read(ref target))
        {
            if (Interlocked.CompareExchange(ref target, value, seen) == seen) return;
        }
    }
}
