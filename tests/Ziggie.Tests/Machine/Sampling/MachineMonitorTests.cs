using Ziggie.Machine.Sampling;
using Ziggie.Machine.Sampling.Disks;
using Ziggie.Machine.Sampling.Gpus;
using Ziggie.Machine.Sampling.Processes;

namespace Ziggie.Tests.Machine.Sampling;

public sealed class MachineMonitorTests : IDisposable
{
    private readonly FakeMachine _machine = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _machine.Dispose();

    [Fact]
    public async Task A_machine_that_tells_nothing_is_said_to_and_is_no_failure()
    {
        using var monitor = Monitor(_machine.Roots);
        var stats = await monitor.StatsAsync(Cancel);
        Assert.Null(stats.Cpu);
        Assert.Null(stats.Memory);
        Assert.Empty(stats.Disks);
        Assert.Equal(["cpu", "memory", "disks", "diskTraffic", "network"], stats.Unavailable.Select(u => u.What));
        Assert.All(stats.Unavailable, u => Assert.NotEmpty(u.Reason));
        Assert.Equal((0, 0), ((await monitor.ProcessesAsync(ProcessSort.Cpu, 10, Cancel)).Total, (await monitor.ProcessesAsync(ProcessSort.Memory, 10, Cancel)).Items.Count));
    }

    [Fact]
    public async Task A_driver_that_hangs_is_said_to_and_the_rest_is_told()
    {
        using var wedged = new WedgedGpu();
        using var monitor = Monitor(new MachineRoots(), TimeSpan.FromMilliseconds(50), wedged, new AmdGpus(new MachineRoots(), TimeProvider.System));
        var stats = await monitor.StatsAsync(Cancel);
        Assert.NotNull(stats.Cpu);
        Assert.Contains(stats.Unavailable, u => u.What == "wedged" && u.Reason.StartsWith("It does not answer", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Many_who_ask_at_once_share_one_look()
    {
        using var monitor = Monitor(new MachineRoots());
        var all = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => monitor.StatsAsync(Cancel)));
        Assert.InRange(all.Distinct().Count(), 1, 5);
    }

    /// <summary>Processes come and go all the while.</summary>
    [Fact]
    public async Task Processes_that_vanish_while_being_read_do_no_harm()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var churning = Task.Run(() =>
        {
            for (var i = 0; !stop.IsCancellationRequested; i = (i + 1) % 200)
            {
                _machine.Process(1000 + i, "short", ticks: i);
                if (i % 2 == 1) _machine.Remove($"proc/{1000 + i - 1}");
            }
        }, Cancel);
        var sampler = new ProcessSampler(_machine.Process(1, "init").Roots, TimeProvider.System);
        for (var i = 0; i < 200; i++)
        {
            sampler.Look(i);
            var list = sampler.List(ProcessSort.Cpu, 500, i);
            Assert.Contains(list.Items, p => p.Pid == 1);
            Assert.All(list.Items, p => Assert.True(p.CpuPercent >= 0));
        }
        await stop.CancelAsync();
        await churning;
    }

    private static MachineMonitor Monitor(MachineRoots roots, TimeSpan? patience = null, params IGpuReader[] gpus)
    {
        var time = TimeProvider.System;
        var calls = new BoundedCalls(patience ?? TimeSpan.FromSeconds(30), 128, time);
        return new MachineMonitor(new MachineSampler(roots, calls, FileSystems.Ask, gpus, time), new ProcessSampler(roots, time), time);
    }

    private sealed class WedgedGpu : IGpuReader, IDisposable
    {
        private readonly ManualResetEventSlim _released = new();

        public string Vendor => "wedged";

        public GpuReading Read()
        {
            _released.Wait(Cancel);
            return new GpuReading([]);
        }

        public void Dispose() => _released.Set();
    }
}
