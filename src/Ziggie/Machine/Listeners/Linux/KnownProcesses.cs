using Ziggie.Machine.Files;

namespace Ziggie.Machine.Listeners.Linux;

/// <summary>The processes between two looks, and the network each lives in.</summary>
internal sealed class KnownProcesses(ProcFiles files)
{
    private const int LongestLink = 64;

    /// <summary>A process's network, 0 where it may not be seen, and the look at which it was first and last there.</summary>
    private readonly record struct Seen(long Network, long First, long Last);

    private readonly List<int> _all = [];
    private readonly List<int> _new = [];
    private readonly Dictionary<int, Seen> _seen = [];
    private readonly Dictionary<long, int> _networks = [];
    private long _look;

    public IReadOnlyList<int> All => _all;

    /// <summary>Those that the look before did not see.</summary>
    public IReadOnlyList<int> New => _new;

    /// <summary>The network of a process that is there; 0 where it may not be seen.</summary>
    public long NetworkOf(int pid) => _seen.GetValueOrDefault(pid).Network;

    public bool Has(int pid) => _seen.ContainsKey(pid);

    public bool IsNew(int pid) => _seen.TryGetValue(pid, out var seen) && seen.First == _look;

    public void Refresh()
    {
        _look++;
        files.Numbers(0, ""u8, _all);
        _new.Clear();
        foreach (var pid in _all)
        {
            if (_seen.TryGetValue(pid, out var seen))
            {
                _seen[pid] = seen with { Last = _look };
                continue;
            }
            // Those of the first look have been there for who knows how long.
            _seen[pid] = new Seen(Network(pid, "ns/net"u8), _look == 1 ? 0 : _look, _look);
            _new.Add(pid);
        }
        foreach (var (pid, seen) in _seen) if (seen.Last != _look) _seen.Remove(pid);
    }

    /// <summary>Every network but Ziggie's own, with a process in it.</summary>
    public IReadOnlyDictionary<long, int> OtherNetworks()
    {
        var own = Network(0, "self/ns/net"u8);
        _networks.Clear();
        foreach (var (pid, seen) in _seen) if (seen.Network != 0 && own != 0 && seen.Network != own) _networks.TryAdd(seen.Network, pid);
        return _networks;
    }

    private long Network(int pid, ReadOnlySpan<byte> name)
    {
        Span<byte> link = stackalloc byte[LongestLink];
        var length = files.ReadLink(pid, name, -1, link);
        return length <= 0 ? 0 : ProcFiles.Bracketed(link[..length], "net:["u8);
    }
}
