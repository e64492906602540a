using Ziggie.Machine.Files;

namespace Ziggie.Machine.Listeners.Linux;

/// <summary>
/// The listeners of other networks, such as containers'. The kernel does not tell them to those outside but in tables for which it goes through all connections of the
/// machine: milliseconds for each network, so they are read anew only when a process has begun there, or after a while.
/// </summary>
internal sealed class OtherNetworks(TimeProvider time)
{
    private static readonly TimeSpan s_while = TimeSpan.FromSeconds(10);

    private readonly Dictionary<long, Told> _told = [];
    private readonly HashSet<long> _changed = [];

    public void Read(KnownProcesses processes, ProcFiles files, List<RawSocket> into, int most)
    {
        _changed.Clear();
        foreach (var pid in processes.New) _changed.Add(processes.NetworkOf(pid));
        var networks = processes.OtherNetworks();
        foreach (var network in _told.Keys) if (!networks.ContainsKey(network)) _told.Remove(network);
        foreach (var (network, pid) in networks)
        {
            if (!_told.TryGetValue(network, out var told) || _changed.Contains(network) || time.GetElapsedTime(told.At) >= s_while)
            {
                told = new Told([], time.GetTimestamp());
                ProcNetTable.Read(files, pid, network, told.Sockets, most);
                _told[network] = told;
            }
            into.AddRange(told.Sockets.Take(Math.Max(0, most - into.Count)));
        }
    }

    private sealed record Told(List<RawSocket> Sockets, long At);
}
