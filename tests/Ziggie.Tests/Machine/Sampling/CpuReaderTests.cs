using Ziggie.Machine.Sampling;

namespace Ziggie.Tests.Machine.Sampling;

public sealed class CpuReaderTests : IDisposable
{
    private readonly FakeMachine _machine = new();

    public void Dispose() => _machine.Dispose();

    [Fact]
    public void Shares_are_of_the_time_since_the_look_before()
    {
        var reader = new CpuReader(_machine.Proc("stat", """
            cpu  1000 100 500 8000 300 40 60 0 0 0
            cpu0 500 50 250 4000 150 20 30 0 0 0
            cpu1 500 50 250 4000 150 20 30 0 0 0
            intr 59228081 0 0 0 1
            ctxt 12
            btime 1767225600
            processes 99
            """).Roots);
        Assert.Equal(1767225600, reader.Read()!.BootedAt);

        _machine.Proc("stat", """
            cpu  1050 100 520 8110 310 44 66 0 0 0
            cpu0 550 50 270 4010 160 24 26 10 0 0
            cpu1 500 50 250 4100 150 20 30 0 0 0
            """);
        var stats = reader.Read()!.Stats;

        Assert.Equal(2, stats.Cores);
        Assert.Equal(new CpuShares(Used: 40, User: 25, Nice: 0, System: 10, IoWait: 5, Irq: 5, Steal: 0, Idle: 55), stats.All);
        // What went back counts as nothing.
        Assert.Equal(new CpuShares(Used: 80, User: 50, Nice: 0, System: 20, IoWait: 10, Irq: 0, Steal: 10, Idle: 10), stats.PerCore[0].Shares);
        Assert.Equal((1, 0.0, 100.0), (stats.PerCore[1].Core, stats.PerCore[1].Shares.Used, stats.PerCore[1].Shares.Idle));
    }

    [Fact]
    public void A_core_that_comes_or_goes_leaves_the_others_as_they_are()
    {
        var reader = new CpuReader(_machine.Proc("stat", "cpu  10 0 0 90\ncpu0 10 0 0 90\ncpu1 0 0 0 100\n").Roots);
        reader.Read();
        _machine.Proc("stat", "cpu  20 0 0 100\ncpu1 10 0 0 110\ncpu7 50 0 0 50\n");

        var stats = reader.Read()!.Stats;

        Assert.Equal([1, 7], stats.PerCore.Select(c => c.Core));
        Assert.Equal(50, stats.PerCore[0].Shares.Used);
        Assert.Equal(50, stats.PerCore[1].Shares.Used);
    }

    [Fact]
    public void Kernels_of_long_ago_count_fewer_things()
    {
        var reader = new CpuReader(_machine.Proc("stat", "cpu 10 5 5 80\ncpu0 10 5 5 80\n").Roots);
        Assert.Equal(new CpuShares(20, 10, 5, 5, 0, 0, 0, 80), reader.Read()!.Stats.All);
    }

    [Theory]
    [InlineData("")]
    [InlineData("cpu")]
    [InlineData("cpu  1 2 x 4\n")]
    [InlineData("cpuidle\nbtime\n\n\0\0")]
    public void What_is_no_such_text_is_no_reading(string text) => Assert.Null(new CpuReader(_machine.Proc("stat", text).Roots).Read());

    [Fact]
    public void A_machine_that_does_not_tell_is_no_failure() => Assert.Null(new CpuReader(_machine.Roots).Read());

    [Fact]
    public void This_machine_tells()
    {
        var reader = new CpuReader(new MachineRoots());
        reader.Read();
        var read = reader.Read()!;
        Assert.True(read.Stats.Cores >= 1);
        Assert.All(read.Stats.PerCore, c => Assert.InRange(c.Shares.Used, 0, 100));
        Assert.True(read.BootedAt > 0);
    }
}
