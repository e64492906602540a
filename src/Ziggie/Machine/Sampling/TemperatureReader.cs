using Ziggie.Machine.Files;

namespace Ziggie.Machine.Sampling;

/// <summary>Temperatures of the machine's sensors: hwmon's, and those thermal zones that have no such sensor.</summary>
internal sealed class TemperatureReader(MachineRoots roots, TimeProvider time)
{
    private const int MostSensors = 64;
    private static readonly TimeSpan s_lookAgain = TimeSpan.FromMinutes(1);
    private readonly SmallFile _file = new();
    private List<Sensor>? _sensors;
    private long _lookedAt;

    public IReadOnlyList<TemperatureStats> Read()
    {
        if (_sensors is null || time.GetElapsedTime(_lookedAt) > s_lookAgain)
        {
            _sensors = Find();
            _lookedAt = time.GetTimestamp();
        }
        List<TemperatureStats> read = [];
        foreach (var sensor in _sensors)
        {
            // A sensor that is not connected fails, or says what cannot be.
            if (_file.ReadNumber(sensor.File) is { } thousandths and > -100_000 and < 250_000)
                read.Add(new TemperatureStats(sensor.Chip, sensor.Label, Math.Round(thousandths / 1000.0, 1), sensor.Critical));
        }
        return read;
    }

    private List<Sensor> Find()
    {
        List<Sensor> found = [];
        foreach (var chip in Folders.In(roots.SysFile("class/hwmon"), "hwmon"))
        {
            // Where kernels before 3.17 have them.
            foreach (var folder in (string[])[chip, $"{chip}/device"])
            {
                if (_file.ReadText($"{folder}/name") is not { } name) continue;
                foreach (var input in Folders.Files(folder, "temp", "_input"))
                {
                    var start = input[..^"input".Length];
                    var label = _file.ReadText($"{start}label") ?? Path.GetFileName(start).TrimEnd('_');
                    found.Add(new Sensor(input, name, label, Critical($"{start}crit")));
                }
            }
        }
        var chips = found.Select(s => s.Chip).ToHashSet(StringComparer.Ordinal);
        foreach (var zone in Folders.In(roots.SysFile("class/thermal"), "thermal_zone"))
        {
            if (_file.ReadText($"{zone}/type") is not { } type || chips.Contains(type)) continue;
            found.Add(new Sensor($"{zone}/temp", type, Path.GetFileName(zone), null));
        }
        return found.Count > MostSensors ? found[..MostSensors] : found;
    }

    private double? Critical(string file) => _file.ReadNumber(file) is { } thousandths and > 0 and < 250_000 ? thousandths / 1000.0 : null;

    private sealed record Sensor(string File, string Chip, string Label, double? Critical);
}
