using Ziggie.Machine.Files;

namespace Ziggie.Machine.Sampling.Processes;

/// <summary>Looks at every process, again and again, in buffers that stay. Not thread-safe.</summary>
internal sealed class ProcessSweep
{
    /// <summary>In which the kernel counts for programs, on every machine.</summary>
    public const int TicksPerSecond = 100;

    private const int Most = 1 << 16;

    private readonly ProcFiles _files;
    private readonly List<int> _pids = new(512);
    private readonly byte[] _text = new byte[2048];
    private ProcessRow[] _rows = new ProcessRow[512];
    private ProcessRow[] _before = new ProcessRow[512];
    private int _count;
    private int _countBefore;

    public ProcessSweep(MachineRoots roots) => _files = new ProcFiles(roots.Proc);

    /// <summary>The processes that the last sweep found, by pid.</summary>
    public ReadOnlySpan<ProcessRow> Rows => _rows.AsSpan(0, _count);

    /// <param name="seconds">Since the sweep before; 0 at the first, which knows no shares.</param>
    public void Sweep(double seconds)
    {
        (_rows, _before) = (_before, _rows);
        (_count, _countBefore) = (0, _count);
        if (!OperatingSystem.IsLinux()) return;
        // Where the list breaks off, as far as it went.
        _ = _files.Numbers(0, ""u8, _pids);
        var inOrder = true;
        foreach (var pid in _pids)
        {
            if (_count == Most) break;
            if (_count == _rows.Length) Array.Resize(ref _rows, _rows.Length * 2);
            // What vanished since it was listed, or may not be read, is left out.
            if (!TryRead(pid, ref _rows[_count])) continue;
            inOrder &= _count == 0 || _rows[_count - 1].Pid < _rows[_count].Pid;
            _count++;
        }
        // The kernel lists them by pid; folders that stand in for it need not.
        if (!inOrder) _rows.AsSpan(0, _count).Sort(static (a, b) => a.Pid.CompareTo(b.Pid));
        if (seconds > 0 && _countBefore > 0) Compare(seconds);
    }

    private bool TryRead(int pid, ref ProcessRow row)
    {
        if (pid <= 0) return false;
        var length = _files.ReadOnce(pid, "stat"u8, _text);
        return length > 0 && ProcessStat.TryRead(_text.AsSpan(0, length), ref row) && row.Pid == pid;
    }

    /// <summary>Both sweeps are by pid, so one walk over both finds who was there before.</summary>
    private void Compare(double seconds)
    {
        var ticks = seconds * TicksPerSecond;
        var earlier = 0;
        for (var i = 0; i < _count; i++)
        {
            ref var row = ref _rows[i];
            while (earlier < _countBefore && _before[earlier].Pid < row.Pid) earlier++;
            // A pid that was another process before: this one's time is all new.
            var same = earlier < _countBefore && _before[earlier].Pid == row.Pid && _before[earlier].StartTicks == row.StartTicks;
            var used = row.CpuTicks - (same ? _before[earlier].CpuTicks : 0);
            row.CpuPercent = Math.Round(Math.Max(0, used) / ticks * 100, 1);
        }
    }
}
