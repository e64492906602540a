using System.Buffers.Text;

namespace Ziggie.Machine.Listeners.Linux;

/// <summary>What /proc tells about one process; each part that cannot be read is left out.</summary>
internal sealed class HolderDetails(ProcFiles files, UserNames users)
{
    private const int TicksPerSecond = 100;

    private readonly byte[] _buffer = new byte[4096];
    private DateTimeOffset? _boot;

    /// <summary>Null where the process is gone.</summary>
    public Holder? Read(int pid)
    {
        var length = files.Read(pid, "stat"u8, _buffer);
        if (length <= 0) return null;
        var stat = _buffer.AsSpan(0, length);
        // A name may hold brackets, spaces and line ends itself; what follows never does.
        var open = stat.IndexOf((byte)'(');
        var close = stat.LastIndexOf((byte)')');
        if (open < 0 || close < open) return null;
        var name = ProcText.Decode(stat[(open + 1)..close]);
        var rest = stat[(close + 1)..];
        var parent = (int)(Number(rest, 1) ?? 0);
        var ticks = Number(rest, 19);
        var parentName = parent > 0 ? ReadText(parent, "comm"u8) : null;
        var command = Bytes(pid, "cmdline"u8) is { Length: > 0 } arguments ? ProcText.CommandLine(arguments) : "";
        var user = UserOf(pid);
        return new Holder(
            pid, parent, name, parentName, command, Boot() is { } boot && ticks is { } t ? boot.AddSeconds((double)t / TicksPerSecond) : null,
            user, user is { } id ? users.Of(id) : null, ContainerIds.Find(Bytes(pid, "cgroup"u8)));
    }

    /// <summary>A field of stat, counted from the state, which is 0.</summary>
    private static long? Number(ReadOnlySpan<byte> fields, int index)
    {
        foreach (var range in fields.Split((byte)' '))
        {
            var field = fields[range];
            if (field.IsEmpty) continue;
            if (index-- > 0) continue;
            return Utf8Parser.TryParse(field, out long value, out _) ? value : null;
        }
        return null;
    }

    /// <summary>The effective user.</summary>
    private int? UserOf(int pid)
    {
        var status = Bytes(pid, "status"u8);
        var at = status.IndexOf("\nUid:\t"u8);
        if (at < 0) return null;
        status = status[(at + 6)..];
        var next = status.IndexOf((byte)'\t');
        return next >= 0 && Utf8Parser.TryParse(status[(next + 1)..], out int id, out _) ? id : null;
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

    private string? ReadText(int pid, ReadOnlySpan<byte> name) => Bytes(pid, name) is { Length: > 0 } text ? ProcText.Decode(text.TrimEnd((byte)'\n')) : null;

    private ReadOnlySpan<byte> Bytes(int pid, ReadOnlySpan<byte> name) => _buffer.AsSpan(0, Math.Max(0, files.Read(pid, name, _buffer)));
}
