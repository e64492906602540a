using System.Buffers.Text;
using Ziggie.Machine.Files;

namespace Ziggie.Machine.Listeners.Linux;

/// <summary>What /proc tells about processes, in one look; each part that cannot be read is left out.</summary>
internal sealed class HolderDetails(ProcFiles files, UserNames users)
{
    private const int TicksPerSecond = 100;

    private readonly byte[] _buffer = new byte[4096];
    private readonly Dictionary<int, string?> _parents = [];
    private DateTimeOffset? _boot;

    /// <summary>Null where the process is gone.</summary>
    public Holder? Read(int pid)
    {
        var length = files.ReadOnce(pid, "stat"u8, _buffer);
        if (length <= 0) return null;
        var row = new ProcessRow();
        if (!ProcessStat.TryRead(_buffer.AsSpan(0, length), ref row)) return null;
        var (name, parent) = (ProcText.Decode(row.Bytes), row.Parent);
        var parentName = parent > 0 ? NameOf(parent) : null;
        var command = Bytes(pid, "cmdline"u8) is { Length: > 0 } arguments ? ProcText.CommandLine(arguments) : "";
        var user = ProcessStatus.EffectiveUser(Bytes(pid, "status"u8));
        return new Holder(
            pid, parent, name, parentName, command, Boot() is { } boot ? boot.AddSeconds(Math.Min(row.StartTicks, uint.MaxValue) / (double)TicksPerSecond) : null,
            user, user is { } id ? users.Of(id) : null, ContainerIds.Find(Bytes(pid, "cgroup"u8)));
    }

    private DateTimeOffset? Boot()
    {
        if (_boot is not null) return _boot;
        // The line comes after one for each core, and one of interrupts that may be very long.
        var text = new byte[64 << 10];
        var length = files.Read(0, "stat"u8, text);
        var at = length <= 0 ? -1 : text.AsSpan(0, length).IndexOf("\nbtime "u8);
        if (at >= 0 && Utf8Parser.TryParse(text.AsSpan(at + 7), out long seconds, out _)) _boot = DateTimeOffset.FromUnixTimeSeconds(seconds);
        return _boot;
    }

    /// <summary>Many have the same parent.</summary>
    private string? NameOf(int parent)
    {
        if (_parents.TryGetValue(parent, out var known)) return known;
        return _parents[parent] = Bytes(parent, "comm"u8) is { Length: > 0 } text ? ProcText.Decode(text.TrimEnd((byte)'\n')) : null;
    }

    private ReadOnlySpan<byte> Bytes(int pid, ReadOnlySpan<byte> name) => _buffer.AsSpan(0, Math.Max(0, files.ReadOnce(pid, name, _buffer)));
}
