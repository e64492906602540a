using Ziggie.Machine.Sampling;

namespace Ziggie.Machine.History;

/// <summary>Takes out of a look at the machine what history keeps. Not for several threads.</summary>
internal sealed class HistoryReadings
{
    private const int MostMetrics = 500;
    private const int MostNames = 2_000;

    private readonly Dictionary<(string Group, string Part, string Value), HistoryMetric> _named = [];
    private readonly List<(HistoryMetric Metric, float Value)> _read = [];
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private HistoryMetric[] _last = [];

    /// <summary>Null where the machine told nothing that is kept.</summary>
    public HistorySample? Of(MachineStats stats)
    {
        _read.Clear();
        _names.Clear();
        // What comes and goes must not be remembered for ever.
        if (_named.Count > MostNames) _named.Clear();
        Processors(stats);
        Memory(stats);
        Disks(stats);
        foreach (var network in stats.Network.Where(n => !HistoryPlaces.ComesAndGoes(n)))
        {
            Add("network", network.Interface, "received", $"Received by {network.Interface}", HistoryUnits.BytesPerSecond, network.ReceivedBytesPerSecond);
            Add("network", network.Interface, "sent", $"Sent by {network.Interface}", HistoryUnits.BytesPerSecond, network.SentBytesPerSecond);
        }
        foreach (var sensor in stats.Temperatures)
            Add("temperature", $"{sensor.Chip}.{sensor.Label}", "", $"{sensor.Chip}, {sensor.Label}", HistoryUnits.Celsius, sensor.Celsius);
        foreach (var gpu in stats.Gpus)
        {
            Add("gpu", gpu.Id, "used", $"{gpu.Name}: use", HistoryUnits.Percent, gpu.UsedPercent);
            Add("gpu", gpu.Id, "memory", $"{gpu.Name}: memory used", HistoryUnits.Bytes, gpu.MemoryUsed?.Bytes);
            Add("gpu", gpu.Id, "temperature", $"{gpu.Name}: temperature", HistoryUnits.Celsius, gpu.Celsius);
            Add("gpu", gpu.Id, "power", $"{gpu.Name}: power", HistoryUnits.Watts, gpu.Watts);
        }
        return _read.Count == 0 ? null : new HistorySample(stats.At.ToUnixTimeMilliseconds(), Metrics(), [.. _read.Select(r => r.Value)]);
    }

    private void Processors(MachineStats stats)
    {
        if (stats.Cpu?.All is { } all)
        {
            Add("cpu", "", "used", "Processors in use", HistoryUnits.Percent, all.Used);
            Add("cpu", "", "user", "Processors: programs", HistoryUnits.Percent, all.User);
            Add("cpu", "", "nice", "Processors: programs that stand back", HistoryUnits.Percent, all.Nice);
            Add("cpu", "", "system", "Processors: the kernel", HistoryUnits.Percent, all.System);
            Add("cpu", "", "iowait", "Processors: waiting for disks", HistoryUnits.Percent, all.IoWait);
            Add("cpu", "", "irq", "Processors: interrupts", HistoryUnits.Percent, all.Irq);
            Add("cpu", "", "steal", "Processors: taken by other virtual machines", HistoryUnits.Percent, all.Steal);
        }
        if (stats.Load is { } load)
        {
            Add("load", "", "1", "Load, 1 minute", HistoryUnits.Processes, load.One);
            Add("load", "", "5", "Load, 5 minutes", HistoryUnits.Processes, load.Five);
            Add("load", "", "15", "Load, 15 minutes", HistoryUnits.Processes, load.Fifteen);
        }
        Add("pressure", "cpu", "some", "Some work waits for processors", HistoryUnits.Percent, stats.Pressure?.Cpu?.Some10);
        Add("pressure", "memory", "some", "Some work waits for memory", HistoryUnits.Percent, stats.Pressure?.Memory?.Some10);
        Add("pressure", "memory", "full", "All work waits for memory", HistoryUnits.Percent, stats.Pressure?.Memory?.Full10);
        Add("pressure", "io", "some", "Some work waits for disks", HistoryUnits.Percent, stats.Pressure?.Io?.Some10);
        Add("pressure", "io", "full", "All work waits for disks", HistoryUnits.Percent, stats.Pressure?.Io?.Full10);
    }

    private void Memory(MachineStats stats)
    {
        Add("memory", "", "used", "Memory used", HistoryUnits.Bytes, stats.Memory?.Used.Bytes);
        Add("memory", "", "anonymous", "Memory of programs", HistoryUnits.Bytes, stats.Memory?.Anonymous.Bytes);
        Add("memory", "", "cache", "Memory that caches files", HistoryUnits.Bytes, stats.Memory?.Cache.Bytes);
        if (stats.Swap is { Total.Bytes: > 0 } swap) Add("swap", "", "used", "Swap used", HistoryUnits.Bytes, swap.Used.Bytes);
    }

    private void Disks(MachineStats stats)
    {
        foreach (var disk in stats.Disks.Where(d => !HistoryPlaces.ComesAndGoes(d)))
            Add("disk", disk.Mount, "used", $"Used on {disk.Mount}", HistoryUnits.Bytes, disk.Used?.Bytes);
        foreach (var disk in stats.DiskTraffic)
        {
            Add("disk", disk.Device, "read", $"Read from {disk.Device}", HistoryUnits.BytesPerSecond, disk.ReadBytesPerSecond);
            Add("disk", disk.Device, "written", $"Written to {disk.Device}", HistoryUnits.BytesPerSecond, disk.WriteBytesPerSecond);
        }
    }

    private void Add(string group, string part, string value, string title, string unit, double? number)
    {
        if (number is not { } known || !float.IsFinite((float)known) || _read.Count >= MostMetrics) return;
        if (!_named.TryGetValue((group, part, value), out var metric))
            _named[(group, part, value)] = metric = new HistoryMetric(HistoryPlaces.Name(group, part, value), title, unit);
        // Two sensors of the same name are told apart by their order, which is that of the bus.
        for (var second = 2; !_names.Add(metric.Name); second++)
        {
            var key = $"{part} {second}";
            if (!_named.TryGetValue((group, key, value), out var other))
                _named[(group, key, value)] = other = new HistoryMetric(HistoryPlaces.Name(group, $"{part}.{second}", value), $"{title} ({second})", unit);
            metric = other;
        }
        _read.Add((metric, (float)known));
    }

    private HistoryMetric[] Metrics()
    {
        var same = _last.Length == _read.Count;
        for (var i = 0; same && i < _last.Length; i++) same = ReferenceEquals(_last[i], _read[i].Metric);
        return same ? _last : _last = [.. _read.Select(r => r.Metric)];
    }
}
