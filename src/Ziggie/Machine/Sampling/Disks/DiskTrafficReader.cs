using System.Text;
using Ziggie.Machine.Files;

namespace Ziggie.Machine.Sampling.Disks;

/// <summary>What goes to and from whole disks, from <c>/proc/diskstats</c>.</summary>
internal sealed class DiskTrafficReader(MachineRoots roots)
{
    /// <summary>Here, whatever the disk's own sectors are.</summary>
    private const int SectorBytes = 512;
    private const int MostDisks = 128;
    private static readonly string[] s_inMemory = ["loop", "ram", "zram"];

    private readonly SmallFile _file = new();
    private readonly Dictionary<string, bool> _whole = new(StringComparer.Ordinal);
    private Dictionary<string, Counters> _before = new(StringComparer.Ordinal);

    /// <param name="seconds">Since the last look; 0 at the first.</param>
    public IReadOnlyList<DiskTrafficStats>? Read(double seconds)
    {
        if (!_file.TryRead(roots.ProcFile("diskstats"), out var text)) return null;
        List<DiskTrafficStats> found = [];
        Dictionary<string, Counters> seen = new(StringComparer.Ordinal);
        var lines = new TextFields(text);
        while (found.Count < MostDisks && lines.TryLine(out var line))
        {
            var fields = new TextFields(line);
            if (!fields.Skip(2) || !fields.TryWord(out var word) || !TryCounters(ref fields, out var now)) continue;
            var name = Encoding.UTF8.GetString(word);
            if (!IsWholeDisk(name)) continue;
            seen[name] = now;
            var before = _before.GetValueOrDefault(name, now);
            found.Add(new DiskTrafficStats(
                name,
                Rates.PerSecond(now.SectorsRead, before.SectorsRead, seconds) * SectorBytes,
                Rates.PerSecond(now.SectorsWritten, before.SectorsWritten, seconds) * SectorBytes,
                Rates.PerSecond(now.Reads, before.Reads, seconds),
                Rates.PerSecond(now.Writes, before.Writes, seconds),
                Rates.Percent(Math.Max(0, now.BusyMilliseconds - before.BusyMilliseconds), seconds * 1000)));
        }
        _before = seen;
        return found;
    }

    /// <summary>Partitions would count everything twice; their folders lie within that of their disk.</summary>
    private bool IsWholeDisk(string name)
    {
        if (_whole.TryGetValue(name, out var known)) return known;
        if (_whole.Count > 4 * MostDisks) _whole.Clear();
        return _whole[name] = !Array.Exists(s_inMemory, m => name.StartsWith(m, StringComparison.Ordinal)) && Directory.Exists(roots.SysFile($"block/{name.Replace('/', '!')}"));
    }

    private static bool TryCounters(ref TextFields fields, out Counters counters)
    {
        counters = default;
        if (!fields.TryNumber(out var reads) || !fields.Skip(1) || !fields.TryNumber(out var sectorsRead) || !fields.Skip(1)) return false;
        if (!fields.TryNumber(out var writes) || !fields.Skip(1) || !fields.TryNumber(out var sectorsWritten) || !fields.Skip(2)) return false;
        if (!fields.TryNumber(out var busy)) return false;
        counters = new Counters(reads, sectorsRead, writes, sectorsWritten, busy);
        return true;
    }

    private readonly record struct Counters(long Reads, long SectorsRead, long Writes, long SectorsWritten, long BusyMilliseconds);
}
