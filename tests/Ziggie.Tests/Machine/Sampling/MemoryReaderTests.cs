using Ziggie.Machine.Sampling;

namespace Ziggie.Tests.Machine.Sampling;

public sealed class MemoryReaderTests : IDisposable
{
    private const long Ki = 1024;
    private readonly FakeMachine _machine = new();

    public void Dispose() => _machine.Dispose();

    [Fact]
    public void A_kernel_of_today()
    {
        var read = new MemoryReader(_machine.Proc("meminfo", """
            MemTotal:       16000000 kB
            MemFree:         2000000 kB
            MemAvailable:   10000000 kB
            Buffers:          100000 kB
            Cached:          5000000 kB
            SwapCached:            0 kB
            SwapTotal:       4000000 kB
            SwapFree:        3000000 kB
            AnonPages:       4000000 kB
            Shmem:           1000000 kB
            SReclaimable:     900000 kB
            HugePages_Total:       0
            """).Roots).Read()!;

        Assert.Equal(16_000_000 * Ki, read.Memory.Total.Bytes);
        Assert.Equal(15.26, read.Memory.Total.Gib);
        Assert.Equal(10_000_000 * Ki, read.Memory.Available.Bytes);
        Assert.Equal((6_000_000 * Ki, 37.5), (read.Memory.Used.Bytes, read.Memory.UsedPercent));
        Assert.Equal(4_000_000 * Ki, read.Memory.Anonymous.Bytes);
        Assert.Equal(5_000_000 * Ki, read.Memory.Cache.Bytes);
        Assert.Equal((1_000_000 * Ki, 25.0), (read.Swap.Used.Bytes, read.Swap.UsedPercent));
    }

    /// <summary>Before 3.14 there was no estimate of what is available; without swap there is nothing to divide by.</summary>
    [Fact]
    public void A_kernel_of_long_ago_without_swap()
    {
        var read = new MemoryReader(_machine.Proc("meminfo", "MemTotal: 1000 kB\nMemFree: 200 kB\nBuffers: 100 kB\nCached: 300 kB\nSwapTotal: 0 kB\nSwapFree: 0 kB\n").Roots).Read()!;
        Assert.Equal((600 * Ki, 400 * Ki, 40.0), (read.Memory.Available.Bytes, read.Memory.Used.Bytes, read.Memory.UsedPercent));
        Assert.Equal((0L, 0.0), (read.Swap.Total.Bytes, read.Swap.UsedPercent));
    }

    [Theory]
    [InlineData("")]
    [InlineData("MemTotal:\nMemFree: many kB\n")]
    [InlineData("MemTotal: -5 kB\n")]
    public void What_is_no_such_text_is_no_reading(string text) => Assert.Null(new MemoryReader(_machine.Proc("meminfo", text).Roots).Read());

    [Fact]
    public void Numbers_beyond_all_measure_do_not_overflow()
    {
        var read = new MemoryReader(_machine.Proc("meminfo", "MemTotal: 99999999999999999999999 kB\nMemFree: 1 kB\nMemAvailable: 99999999999999999999999 kB\n").Roots).Read()!;
        Assert.True(read.Memory.Total.Bytes > 0);
        Assert.Equal(0, read.Memory.Used.Bytes);
    }

    [Fact]
    public void This_machine_tells()
    {
        var read = new MemoryReader(new MachineRoots()).Read()!;
        Assert.InRange(read.Memory.Available.Bytes, 1, read.Memory.Total.Bytes);
    }
}
