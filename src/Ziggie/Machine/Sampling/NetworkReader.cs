using System.Text;
using Ziggie.Machine.Files;

namespace Ziggie.Machine.Sampling;

/// <summary>Traffic by interface, from <c>/proc/net/dev</c>.</summary>
internal sealed class NetworkReader(MachineRoots roots)
{
    private const int MostInterfaces = 128;
    private readonly SmallFile _file = new();
    private Dictionary<string, Counters> _before = new(StringComparer.Ordinal);

    /// <param name="seconds">Since the last look; 0 at the first.</param>
    public IReadOnlyList<NetworkStats>? Read(double seconds)
    {
        if (!_file.TryRead(roots.ProcFile("net/dev"), out var text)) return null;
        List<NetworkStats> found = [];
        Dictionary<string, Counters> seen = new(StringComparer.Ordinal);
        var lines = new TextFields(text);
        while (found.Count < MostInterfaces && lines.TryLine(out var line))
        {
            // Old kernels leave no space behind the colon; the two lines of headings have none.
            var colon = line.LastIndexOf((byte)':');
            if (colon <= 0 || !TryCounters(line[(colon + 1)..], out var now)) continue;
            var name = Encoding.UTF8.GetString(line[..colon].Trim((byte)' '));
            seen[name] = now;
            // One that is new says nothing about the time since the last look.
            var before = _before.GetValueOrDefault(name, now);
            found.Add(new NetworkStats(
                name,
                Rates.PerSecond(now.ReceivedBytes, before.ReceivedBytes, seconds),
                Rates.PerSecond(now.SentBytes, before.SentBytes, seconds),
                new(now.ReceivedBytes),
                new(now.SentBytes),
                Rates.PerSecond(now.Errors, before.Errors, seconds),
                Rates.PerSecond(now.Drops, before.Drops, seconds)));
        }
        _before = seen;
        return found;
    }

    private static bool TryCounters(ReadOnlySpan<byte> text, out Counters counters)
    {
        counters = default;
        var fields = new TextFields(text);
        if (!fields.TryNumber(out var received) || !fields.Skip(1) || !fields.TryNumber(out var receiveErrors) || !fields.TryNumber(out var receiveDrops) || !fields.Skip(4)) return false;
        if (!fields.TryNumber(out var sent) || !fields.Skip(1) || !fields.TryNumber(out var sendErrors) || !fields.TryNumber(out var sendDrops)) return false;
        counters = new Counters(received, sent, receiveErrors + sendErrors, receiveDrops + sendDrops);
        return true;
    }

    private readonly record struct Counters(long ReceivedBytes, long SentBytes, long Errors, long Drops);
}
