using System.Globalization;
using System.Text;
using Ziggie.Machine.Files;

namespace Ziggie.Machine.Sampling.Gpus;

/// <summary>AMD's cards, as their driver shows them in /sys.</summary>
internal sealed class AmdGpus(MachineRoots roots, TimeProvider time) : IGpuReader
{
    private const string Amd = "0x1002";
    private readonly SmallFile _file = new();
    private readonly AmdProcesses _processes = new(roots, time);

    public string Vendor => "amd";

    public GpuReading Read()
    {
        List<GpuStats> found = [];
        foreach (var card in Folders.In(roots.SysFile("class/drm"), "card"))
        {
            // card0-HDMI-A-1 and the like are its sockets.
            if (!int.TryParse(Path.GetFileName(card).AsSpan("card".Length), NumberStyles.None, CultureInfo.InvariantCulture, out _)) continue;
            var device = $"{card}/device";
            if (_file.ReadText($"{device}/vendor") == Amd) found.Add(Read(device, found.Count));
        }
        if (found.Count == 0 || _processes.ByCard() is not { } processes) return new GpuReading(found);
        return new GpuReading([.. found.Select(card => card with { Processes = processes.GetValueOrDefault(card.Id) ?? [] })]);
    }

    private GpuStats Read(string device, int index)
    {
        var sensors = Folders.In($"{device}/hwmon", "hwmon") is [var first, ..] ? first : null;
        var name = _file.ReadText($"{device}/product_name") ?? $"AMD graphics {_file.ReadText($"{device}/device")}";
        return new GpuStats(
            Vendor,
            index,
            Slot(device) ?? Path.GetFileName(Path.GetDirectoryName(device)!),
            name.TrimEnd(),
            _file.ReadNumber($"{device}/gpu_busy_percent") is { } busy and >= 0 and <= 100 ? busy : null,
            Size($"{device}/mem_info_vram_total"),
            Size($"{device}/mem_info_vram_used"),
            Number(sensors, "temp1_input", 1000),
            // Newer cards tell only what they take now.
            Number(sensors, "power1_average", 1_000_000) ?? Number(sensors, "power1_input", 1_000_000),
            Number(sensors, "power1_cap", 1_000_000),
            Processes: null);
    }

    /// <summary>Its place on the bus.</summary>
    private string? Slot(string device)
    {
        if (!_file.TryRead($"{device}/uevent", out var text)) return null;
        var lines = new TextFields(text);
        while (lines.TryLine(out var line))
            if (line.StartsWith("PCI_SLOT_NAME="u8)) return Encoding.UTF8.GetString(line["PCI_SLOT_NAME=".Length..]);
        return null;
    }

    private ByteSize? Size(string file) => _file.ReadNumber(file) is { } bytes and >= 0 ? new ByteSize(bytes) : null;

    private double? Number(string? folder, string file, double unit) =>
        folder is not null && _file.ReadNumber($"{folder}/{file}") is { } number and >= 0 ? Math.Round(number / unit, 1) : null;
}
