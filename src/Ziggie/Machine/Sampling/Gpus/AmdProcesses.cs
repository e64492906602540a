using System.Text;
using Ziggie.Machine.Files;

namespace Ziggie.Machine.Sampling.Gpus;

/// <summary>
/// Which processes use AMD's cards and with how much of their memory: the driver tells it beside each open device, in <c>/proc/PID/fdinfo</c>.
/// Every open file of every process has to be looked at, so it is done now and then only.
/// </summary>
internal sealed class AmdProcesses(MachineRoots roots, TimeProvider time)
{
    private const int MostProcesses = 4096, MostFiles = 32_768, MostClients = 512, LongestLink = 64;

    private static readonly TimeSpan s_every = TimeSpan.FromSeconds(10);

    private readonly ProcFiles _files = new(roots.Proc);
    private readonly List<int> _pids = [];
    private readonly List<int> _opened = [];
    private readonly byte[] _text = new byte[4096];
    private Dictionary<string, IReadOnlyList<GpuProcess>>? _last;
    private long _lookedAt;

    /// <summary>By a card's place on the bus; null where no process may be looked into.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<GpuProcess>>? ByCard()
    {
        if (!OperatingSystem.IsLinux()) return null;
        if (_lookedAt != 0 && time.GetElapsedTime(_lookedAt) < s_every) return _last;
        _lookedAt = time.GetTimestamp();
        Dictionary<(string Card, long Client), (int Pid, long? Bytes)> clients = [];
        return _last = Look(clients)
            ? clients.GroupBy(c => c.Key.Card).ToDictionary(
                card => card.Key,
                card => (IReadOnlyList<GpuProcess>)[.. card.GroupBy(c => c.Value.Pid).Select(p => new GpuProcess(p.Key, Sum(p.Select(c => c.Value.Bytes))))],
                StringComparer.Ordinal)
            : null;
    }

    /// <summary>False where nothing may be looked into.</summary>
    private bool Look(Dictionary<(string Card, long Client), (int Pid, long? Bytes)> clients)
    {
        var (seen, left) = (false, MostFiles);
        _ = _files.Numbers(0, ""u8, _pids);
        Span<byte> link = stackalloc byte[LongestLink];
        // Of those that share a client, the oldest stands for it.
        _pids.Sort();
        foreach (var pid in _pids.Take(MostProcesses))
        {
            using var folder = _files.Folder(pid, "fd"u8);
            if (folder.Numbers(_opened) < 0) continue;
            seen = true;
            foreach (var number in _opened)
            {
                if (left-- == 0 || clients.Count >= MostClients) return true;
                var length = folder.ReadLink(number, link);
                if (length <= 0 || !link[..length].StartsWith("/dev/dri/"u8)) continue;
                length = _files.ReadOnce(pid, "fdinfo"u8, number, _text);
                // A device that is open several times, or in a child too, is one client.
                if (length > 0 && Read(_text.AsSpan(0, length)) is { } client) clients.TryAdd((client.Card, client.Id), (pid, client.Bytes));
            }
        }
        return seen;
    }

    /// <summary>Null for other makers' cards.</summary>
    private static (string Card, long Id, long? Bytes)? Read(ReadOnlySpan<byte> text)
    {
        var (isAmd, card, id) = (false, (string?)null, 0L);
        long? memory = null, resident = null;
        var lines = new TextFields(text);
        while (lines.TryLine(out var line))
        {
            var fields = new TextFields(line);
            if (!fields.TryWord(out var name) || !fields.TryWord(out var value)) continue;
            if (name.SequenceEqual("drm-driver:"u8)) isAmd = value.SequenceEqual("amdgpu"u8);
            else if (name.SequenceEqual("drm-pdev:"u8)) card = Encoding.UTF8.GetString(value);
            else if (name.SequenceEqual("drm-client-id:"u8)) id = new TextFields(value).TryNumber(out var number) ? number : 0;
            else if (name.SequenceEqual("drm-memory-vram:"u8)) memory = Bytes(value, ref fields);
            // Newer kernels' name for the same.
            else if (name.SequenceEqual("drm-resident-vram:"u8)) resident = Bytes(value, ref fields);
        }
        return isAmd && card is not null ? (card, id, memory ?? resident) : null;
    }

    private static long? Bytes(ReadOnlySpan<byte> number, ref TextFields unit)
    {
        if (!new TextFields(number).TryNumber(out var value) || value < 0) return null;
        var shift = !unit.TryWord(out var word) ? 0 : word.SequenceEqual("KiB"u8) ? 10 : word.SequenceEqual("MiB"u8) ? 20 : 0;
        return value > long.MaxValue >> shift ? null : value << shift;
    }

    private static ByteSize? Sum(IEnumerable<long?> bytes) => bytes.Where(b => b is not null).ToList() is { Count: > 0 } known ? new ByteSize(known.Sum(b => b!.Value)) : null;
}
