using Ziggie.Machine.Sampling.ControlGroups;
using Ziggie.Machine.Sampling.Disks;
using Ziggie.Machine.Sampling.Gpus;

namespace Ziggie.Machine.Sampling;

/// <summary>Looks at everything but the processes. One look at a time.</summary>
internal sealed class MachineSampler(MachineRoots roots, BoundedCalls calls, Func<string, FileSystemSpace?> askFileSystem, IEnumerable<IGpuReader> gpus, TimeProvider time, ContainerSampler? containers = null)
{
    private const string NoAnswer = "It does not answer: its driver may hang, see the kernel's log (`dmesg`).";
    private readonly IGpuReader[] _gpus = [.. gpus];
    private readonly CpuReader _cpu = new(roots);
    private readonly MemoryReader _memory = new(roots);
    private readonly LoadReader _load = new(roots);
    private readonly PressureReader _pressure = new(roots);
    private readonly DiskReader _disks = new(roots, calls, askFileSystem, time);
    private readonly DiskTrafficReader _traffic = new(roots);
    private readonly NetworkReader _network = new(roots);
    private readonly TemperatureReader _temperatures = new(roots, time);

    public MachineStats? Last { get; private set; }

    /// <param name="seconds">Since the last look; 0 where this one only begins to count.</param>
    public async Task LookAsync(double seconds, CancellationToken cancel)
    {
        var (cpu, traffic, network) = (_cpu.Read(), _traffic.Read(seconds), _network.Read(seconds));
        var inContainers = containers is null ? [] : await containers.ReadAsync(seconds, cancel);
        if (seconds <= 0) return;
        List<UnavailableStats> missing = [];
        if (containers?.Problem is { } problem) missing.Add(new UnavailableStats("containers", problem));
        var disks = _disks.ReadAsync(cancel);
        var temperatures = calls.TryAsync("temperatures", _temperatures.Read, cancel);
        var cards = _gpus.Select(g => calls.TryAsync(g.Vendor, g.Read, cancel)).ToArray();
        var memory = _memory.Read();
        var stats = new MachineStats(
            time.GetUtcNow(),
            Math.Round(seconds, 3),
            Environment.MachineName,
            _load.BootId(),
            BootedAt(cpu?.BootedAt),
            _load.Uptime(),
            _load.Read(),
            Or(missing, "cpu", cpu?.Stats),
            Or(missing, "memory", memory?.Memory),
            memory?.Swap,
            _pressure.Read(),
            Or(missing, "disks", await disks) ?? [],
            Or(missing, "diskTraffic", traffic) ?? [],
            Or(missing, "network", network) ?? [],
            await CardsAsync(cards, missing),
            await TemperaturesAsync(temperatures, missing),
            inContainers,
            missing);
        Last = stats;
    }

    internal static DateTimeOffset? BootedAt(long? seconds) => seconds is > 0 and < 100_000_000_000 ? DateTimeOffset.FromUnixTimeSeconds(seconds.Value) : null;

    private static T? Or<T>(List<UnavailableStats> missing, string what, T? value) where T : class
    {
        if (value is null) missing.Add(new UnavailableStats(what, OperatingSystem.IsLinux() ? "The kernel does not tell it to the user that Ziggie runs as." : "Not yet known on this system; on Linux it is."));
        return value;
    }

    private async Task<IReadOnlyList<GpuStats>> CardsAsync(Task<BoundedAnswer<GpuReading>>[] asked, List<UnavailableStats> missing)
    {
        List<GpuStats> found = [];
        for (var i = 0; i < asked.Length; i++)
        {
            var answer = await asked[i];
            found.AddRange(answer.Value?.Gpus ?? []);
            var reason = answer.Came ? answer.Value?.Unavailable : NoAnswer;
            if (reason is not null) missing.Add(new UnavailableStats(_gpus[i].Vendor, reason));
        }
        return found;
    }

    private static async Task<IReadOnlyList<TemperatureStats>> TemperaturesAsync(Task<BoundedAnswer<IReadOnlyList<TemperatureStats>>> asked, List<UnavailableStats> missing)
    {
        var answer = await asked;
        if (!answer.Came) missing.Add(new UnavailableStats("temperatures", NoAnswer));
        return answer.Value ?? [];
    }
}
