using System.Globalization;
using System.Net;
using Ziggie.Machine.Listeners;

namespace Ziggie.Tests.Machine.Listeners;

/// <summary>Reads a table as <c>netstat -ano</c> prints it, together with the processes that live: who listens, as far as such a system tells.</summary>
internal static class NetstatTable
{
    /// <param name="netstat">Protocol, local address, foreign address, state (TCP only) and process id on each line.</param>
    /// <param name="processes">Id, parent and name on each line. What a process that has ended is named for is held by its children.</param>
    public static IReadOnlyList<Listener> Parse(string netstat, string processes)
    {
        var living = Lines(processes).Select(w => (Pid: Number(w[0]), Parent: Number(w[1]), Name: w[2])).ToDictionary(p => p.Pid);
        return [.. Lines(netstat).Select(words => Row(words, living))];
    }

    private static Listener Row(string[] words, Dictionary<int, (int Pid, int Parent, string Name)> living)
    {
        var end = IPEndPoint.Parse(words[1]);
        var pid = Number(words[^1]);
        var holders = living.TryGetValue(pid, out var owner) ? [owner] : living.Values.Where(p => p.Parent == pid);
        return new Listener
        {
            Protocol = words[0] == "UDP" ? IpProtocol.Udp : IpProtocol.Tcp,
            Address = end.Address,
            Port = end.Port,
            RecordedPid = pid,
            RecordedPidGone = !living.ContainsKey(pid),
            Holders = [.. holders.Select(p => new Holder(p.Pid, p.Parent, p.Name, living.TryGetValue(p.Parent, out var parent) ? parent.Name : null, "", null, null, null, null))],
        };
    }

    private static IEnumerable<string[]> Lines(string text) =>
        text.Split('\n').Select(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Where(w => w.Length > 0 && w[0] != "Proto");

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
