using Ziggie.Machine.History;
using Ziggie.Machine.Sampling;

namespace Ziggie.Tests.Machine.History;

public sealed class HistoryReadingsTests
{
    private readonly HistoryReadings _readings = new();

    [Fact]
    public void All_parts_of_the_machine_have_their_names()
    {
        var sample = _readings.Of(HistorySamples.Stats(HistorySamples.Start))!;
        Assert.Equal(
            [
                "cpu.used", "cpu.user", "cpu.nice", "cpu.system", "cpu.iowait", "cpu.irq", "cpu.steal", "load.1", "load.5", "load.15",
                "pressure.cpu.some", "pressure.memory.some", "pressure.memory.full", "pressure.io.some", "pressure.io.full",
                "memory.used", "memory.anonymous", "memory.cache", "swap.used", "disk./.used", "disk.sda.read", "disk.sda.written",
                "network.eth0.received", "network.eth0.sent", "temperature.coretemp.Core-0",
                "gpu.GPU-1.used", "gpu.GPU-1.memory", "gpu.GPU-1.temperature", "gpu.GPU-1.power",
            ],
            sample.Metrics.Select(m => m.Name));
        Assert.Equal([25, 10, 1, 5, 2, 3, 4, 1, 2, 3, 1, 2, 0.5f, 3, 1.5f, 6_000, 3_000, 2_500, 100, 40, 100, 200, 300, 400, 45, 50, 12_000, 60, 150], sample.Values);
    }

    [Fact]
    public void What_is_not_told_is_no_zero()
    {
        var stats = HistorySamples.Stats(HistorySamples.Start);
        var without = stats with { Cpu = null, Load = null, Memory = null, Swap = new SwapStats(new(0), new(0), 0), Pressure = null, Gpus = [stats.Gpus[0] with { UsedPercent = null, Watts = double.NaN }] };
        var names = _readings.Of(without)!.Metrics.Select(m => m.Name).ToList();
        Assert.DoesNotContain(names, n => n.StartsWith("cpu.", StringComparison.Ordinal) || n.StartsWith("memory.", StringComparison.Ordinal) || n.StartsWith("swap.", StringComparison.Ordinal));
        Assert.Equal(["gpu.GPU-1.memory", "gpu.GPU-1.temperature"], names.Where(n => n.StartsWith("gpu.", StringComparison.Ordinal)));
        Assert.Null(_readings.Of(without with { Disks = [], DiskTraffic = [], Network = [], Gpus = [], Temperatures = [] }));
    }

    [Fact]
    public void Sensors_of_one_name_and_names_with_commas_stay_apart()
    {
        var stats = HistorySamples.Stats(HistorySamples.Start);
        var sample = _readings.Of(stats with
        {
            Temperatures = [new("nvme", "Composite", 40, null), new("nvme", "Composite", 50, null)],
            Disks = [stats.Disks[0] with { Mount = "/mnt/a, b" }],
        })!;
        var names = sample.Metrics.Select(m => m.Name).ToList();
        Assert.Contains("temperature.nvme.Composite", names);
        Assert.Contains("temperature.nvme.Composite.2", names);
        Assert.Contains("disk./mnt/a--b.used", names);
        Assert.Equal(names.Count, names.Distinct().Count());
    }

    [Fact]
    public void What_comes_and_goes_with_containers_has_none()
    {
        var stats = HistorySamples.Stats(HistorySamples.Start);
        var sample = _readings.Of(stats with
        {
            Network = [stats.Network[0] with { Interface = "veth12ab" }],
            Disks = [stats.Disks[0] with { Mount = "/var/lib/docker/overlay2/abc/merged" }],
        })!;
        Assert.DoesNotContain(sample.Metrics, m => m.Name.Contains("veth", StringComparison.Ordinal) || m.Name.Contains("overlay2", StringComparison.Ordinal));
    }

    [Fact]
    public void Looks_that_measure_the_same_share_their_names()
    {
        var first = _readings.Of(HistorySamples.Stats(HistorySamples.Start))!;
        var second = _readings.Of(HistorySamples.Stats(HistorySamples.Start.AddSeconds(10)))!;
        Assert.Same(first.Metrics, second.Metrics);
    }

    [Fact]
    public void A_machine_of_thousands_of_interfaces_is_bounded()
    {
        var stats = HistorySamples.Stats(HistorySamples.Start);
        var network = Enumerable.Range(0, 5_000).Select(i => stats.Network[0] with { Interface = $"eth{i}" }).ToList();
        Assert.InRange(_readings.Of(stats with { Network = network })!.Values.Length, 1, 500);
    }
}
