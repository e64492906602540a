using System.Globalization;
using System.Text;
using Ziggie.Machine.Sampling.Files;

namespace Ziggie.Machine.Sampling.Processes;

/// <summary>Whose a process is. Not thread-safe.</summary>
internal sealed class ProcessOwners(MachineRoots roots, TimeProvider time)
{
    private const int MostUsers = 10_000;
    private static readonly TimeSpan s_lookAgain = TimeSpan.FromMinutes(1);
    private readonly SmallFile _file = new();
    private Dictionary<long, string>? _names;
    private long _readAt;

    /// <summary>The user's name; its number where the machine has no name for it; null where the process is gone.</summary>
    public string? Of(int pid)
    {
        if (!_file.TryRead(roots.ProcFile($"{pid}/status"), out var text)) return null;
        var lines = new TextFields(text);
        while (lines.TryLine(out var line))
        {
            if (!line.StartsWith("Uid:"u8)) continue;
            var fields = new TextFields(line);
            // The second one is whose rights it has now.
            return fields.Skip(2) && fields.TryNumber(out var user) ? Name(user) : null;
        }
        return null;
    }

    private string Name(long user)
    {
        if (_names is null || time.GetElapsedTime(_readAt) > s_lookAgain)
        {
            _names = ReadNames();
            _readAt = time.GetTimestamp();
        }
        return _names.GetValueOrDefault(user) ?? user.ToString(CultureInfo.InvariantCulture);
    }

    private Dictionary<long, string> ReadNames()
    {
        Dictionary<long, string> names = [];
        if (!_file.TryRead(roots.EtcFile("passwd"), out var text)) return names;
        // name:password:number:…
        Span<Range> parts = stackalloc Range[4];
        var lines = new TextFields(text);
        while (names.Count < MostUsers && lines.TryLine(out var line))
        {
            var count = 0;
            foreach (var part in line.Split((byte)':'))
            {
                if (count == parts.Length) break;
                parts[count++] = part;
            }
            if (count == parts.Length && new TextFields(line[parts[2]]).TryNumber(out var user)) names.TryAdd(user, Encoding.UTF8.GetString(line[parts[0]]));
        }
        return names;
    }
}
