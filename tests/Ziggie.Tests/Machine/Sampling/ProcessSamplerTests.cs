using Ziggie.Machine.Sampling.Processes;
using Ziggie.Tests.Support;

namespace Ziggie.Tests.Machine.Sampling;

public sealed class ProcessSamplerTests : IDisposable
{
    private readonly FakeMachine _machine = new();

    public void Dispose() => _machine.Dispose();

    [Fact]
    public void Processes_are_shown_with_owner_start_and_memory_the_largest_first()
    {
        _machine
            .Proc("stat", "cpu 1 1 1 1\nbtime 1767225600\n").Proc("meminfo", "MemTotal: 40960 kB\n").Proc("sys/kernel/random/boot_id", "boot-1\n")
            .Etc("passwd", "root:x:0:0:root:/root:/bin/bash\n# note\nanna:x:1000:1000::/home/anna:/bin/sh\n")
            .Process(10, "small", ticks: 0, pages: 10).Proc("10/status", "Name:\tsmall\nUid:\t1000\t1000\t1000\t1000\n")
            .Process(11, "large", ticks: 0, pages: 5120, start: 6000, state: 'R', threads: 3).Proc("11/status", "Name:\tlarge\nUid:\t1000\t0\t0\t0\n")
            .Process(12, [0x61, 0xff, 0x0a], ticks: 0, pages: 5, state: 'Z').Proc("12/status", "Uid:\t4711\t4711\t4711\t4711\n");
        var sampler = new ProcessSampler(_machine.Roots, new ManualTime());
        sampler.Look(0);
        _machine.Process(10, "small", ticks: 80, pages: 10);
        sampler.Look(2);

        var byCpu = sampler.List(ProcessSort.Cpu, 10, 2);
        Assert.Equal((3, 1, 5L, "boot-1", 2.0), (byCpu.Total, byCpu.Running, byCpu.Threads, byCpu.BootId, byCpu.IntervalSeconds));
        Assert.Equal([10, 11, 12], byCpu.Items.Select(p => p.Pid));
        Assert.Equal((40.0, "anna", "sleeping"), (byCpu.Items[0].CpuPercent, byCpu.Items[0].User, byCpu.Items[0].State));
        // Whose rights it has now, not who began it.
        Assert.Equal(("root", "running", 3), (byCpu.Items[1].User, byCpu.Items[1].State, byCpu.Items[1].Threads));
        Assert.Equal((5120L * Environment.SystemPageSize, 50.0 * Environment.SystemPageSize / 4096), (byCpu.Items[1].Memory.Bytes, byCpu.Items[1].MemoryPercent));
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1767225660), byCpu.Items[1].StartedAt);
        Assert.Equal(("a\ufffd\\n", "4711", "zombie"), (byCpu.Items[2].Name, byCpu.Items[2].User, byCpu.Items[2].State));

        Assert.Equal([11, 10], sampler.List(ProcessSort.Memory, 2, 2).Items.Select(p => p.Pid));
    }

    [Fact]
    public void What_vanished_since_the_sweep_is_shown_as_far_as_known()
    {
        _machine.Process(10, "gone");
        var sampler = new ProcessSampler(_machine.Roots, new ManualTime());
        sampler.Look(0);
        _machine.Remove("proc/10");
        var process = Assert.Single(sampler.List(ProcessSort.Cpu, 10, 0).Items);
        Assert.Equal(("gone", null, null), (process.Name, process.User, process.StartedAt));
    }
}
