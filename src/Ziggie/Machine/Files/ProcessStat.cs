namespace Ziggie.Machine.Files;

/// <summary>Reads the text of <c>/proc/PID/stat</c>.</summary>
internal static class ProcessStat
{
    /// <summary>False for what is no such text, or only a part of it.</summary>
    public static bool TryRead(ReadOnlySpan<byte> text, ref ProcessRow row)
    {
        // The name may hold anything, brackets and newlines too; no bracket follows it.
        var open = text.IndexOf((byte)'(');
        var close = text.LastIndexOf((byte)')');
        if (open <= 0 || close < open || !new TextFields(text[..open]).TryNumber(out var pid) || pid is <= 0 or > int.MaxValue) return false;
        var fields = new TextFields(text[(close + 1)..]);
        // 3: state, 4: parent, 14 and 15: processor time, 20: threads, 22: start, 24: pages in memory.
        if (!fields.TryWord(out var state) || !fields.TryNumber(out var parent)) return false;
        if (!fields.Skip(9) || !fields.TryNumber(out var user) || !fields.TryNumber(out var system)) return false;
        if (!fields.Skip(4) || !fields.TryNumber(out var threads) || !fields.Skip(1) || !fields.TryNumber(out var start)) return false;
        if (!fields.Skip(1) || !fields.TryNumber(out var pages)) return false;
        var name = text[(open + 1)..close];
        if (name.Length > ProcessName.Most) name = name[..ProcessName.Most];
        name.CopyTo(row.Name);
        row.NameLength = name.Length;
        row.Pid = (int)pid;
        row.Parent = (int)Math.Clamp(parent, 0, int.MaxValue);
        row.State = state[0];
        row.CpuTicks = Math.Max(0, user) + Math.Max(0, system);
        row.Threads = (int)Math.Clamp(threads, 0, int.MaxValue);
        row.StartTicks = start;
        row.ResidentPages = Math.Max(0, pages);
        row.CpuPercent = 0;
        return true;
    }
}
