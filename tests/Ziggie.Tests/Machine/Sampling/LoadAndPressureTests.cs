using Ziggie.Machine.Sampling;

namespace Ziggie.Tests.Machine.Sampling;

public sealed class LoadAndPressureTests : IDisposable
{
    private readonly FakeMachine _machine = new();

    public void Dispose() => _machine.Dispose();

    [Fact]
    public void Load_uptime_and_the_id_of_the_start()
    {
        var reader = new LoadReader(_machine
            .Proc("loadavg", "0.20 1.18 12.05 1/800 11206\n")
            .Proc("uptime", "350735.47 234388.90\n")
            .Proc("sys/kernel/random/boot_id", "b1d9c1f3-7a22-4b0f-9d58-0c2d2b7c1c11\n").Roots);
        Assert.Equal(new LoadStats(0.2, 1.18, 12.05), reader.Read());
        Assert.Equal(350735.47, reader.Uptime());
        Assert.Equal("b1d9c1f3-7a22-4b0f-9d58-0c2d2b7c1c11", reader.BootId());
    }

    [Theory]
    [InlineData("")]
    [InlineData("0.20 1.18")]
    [InlineData("a b c")]
    [InlineData("NaN NaN NaN")]
    public void What_is_no_load_is_none(string text) => Assert.Null(new LoadReader(_machine.Proc("loadavg", text).Roots).Read());

    [Fact]
    public void A_machine_that_does_not_tell_is_no_failure()
    {
        var reader = new LoadReader(_machine.Roots);
        Assert.Null(reader.Read());
        Assert.Null(reader.Uptime());
        Assert.Null(reader.BootId());
        Assert.Null(new PressureReader(_machine.Roots).Read());
    }

    /// <summary>Kernels before 5.13 have no second line for the processors; others have a part of the files only.</summary>
    [Fact]
    public void Pressure_as_far_as_the_kernel_tells_it()
    {
        var read = new PressureReader(_machine
            .Proc("pressure/cpu", "some avg10=1.50 avg60=0.75 avg300=0.10 total=1234\n")
            .Proc("pressure/memory", "some avg10=12.00 avg60=3.25 avg300=0.00 total=99\nfull avg10=11.00 avg60=3.00 avg300=0.00 total=98\n").Roots).Read();
        Assert.Equal(new PressureStats(new(1.5, 0.75, null, null), new(12, 3.25, 11, 3), null), read);
    }
}
