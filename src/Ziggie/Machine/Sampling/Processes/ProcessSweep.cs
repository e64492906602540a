using System.Buffers.Text;
using System.Globalization;
using System.IO.Enumeration;
using System.Text;
using Ziggie.Machine.Sampling.Files;

namespace Ziggie.Machine.Sampling.Processes;

/// <summary>Looks at every process, again and again, in buffers that stay. Not thread-safe.</summary>
internal sealed class ProcessSweep
{
    /// <summary>In which the kernel counts for programs, on every machine.</summary>
    public const int TicksPerSecond = 100;

    private const int Most = 1 << 16;

    private static readonly EnumerationOptions s_everything = new() { AttributesToSkip = 0, RecurseSubdirectories = false, ReturnSpecialDirectories = false };
    private readonly string _proc;
    private readonly byte[] _path;
    private readonly int _pathLength;
    private readonly byte[] _text = new byte[2048];
    private ProcessRow[] _rows = new ProcessRow[512];
    private ProcessRow[] _before = new ProcessRow[512];
    private int _count;
    private int _countBefore;

    public ProcessSweep(MachineRoots roots)
    {
        _proc = roots.Proc;
        var folder = Encoding.UTF8.GetBytes(roots.Proc + "/");
        _path = [.. folder, .. new byte[32]];
        _pathLength = folder.Length;
    }

    /// <summary>The processes that the last sweep found, by pid.</summary>
    public ReadOnlySpan<ProcessRow> Rows => _rows.AsSpan(0, _count);

    /// <param name="seconds">Since the sweep before; 0 at the first, which knows no shares.</param>
    public void Sweep(double seconds)
    {
        (_rows, _before) = (_before, _rows);
        (_count, _countBefore) = (0, _count);
        if (!OperatingSystem.IsLinux() || !Directory.Exists(_proc)) return;
        var inOrder = true;
        try
        {
            foreach (var pid in new FileSystemEnumerable<int>(_proc, Pid, s_everything) { ShouldIncludePredicate = IsProcess })
            {
                if (_count == Most) break;
                if (_count == _rows.Length) Array.Resize(ref _rows, _rows.Length * 2);
                // What vanished since it was listed, or may not be read, is left out.
                if (!TryRead(pid, ref _rows[_count])) continue;
                inOrder &= _count == 0 || _rows[_count - 1].Pid < _rows[_count].Pid;
                _count++;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // As far as it went.
        }
        // The kernel lists them by pid; folders that stand in for it need not.
        if (!inOrder) _rows.AsSpan(0, _count).Sort(static (a, b) => a.Pid.CompareTo(b.Pid));
        if (seconds > 0 && _countBefore > 0) Compare(seconds);
    }

    private static bool IsProcess(ref FileSystemEntry entry) => entry.FileName[0] is >= '1' and <= '9' && entry.FileName.Length < 10 && entry.IsDirectory;

    private static int Pid(ref FileSystemEntry entry) => int.TryParse(entry.FileName, NumberStyles.None, CultureInfo.InvariantCulture, out var pid) ? pid : 0;

    private bool TryRead(int pid, ref ProcessRow row)
    {
        if (!Utf8Formatter.TryFormat(pid, _path.AsSpan(_pathLength), out var digits)) return false;
        "/stat\0"u8.CopyTo(_path.AsSpan(_pathLength + digits));
        var file = FileCalls.Open(_path);
        if (file < 0) return false;
        // The kernel gives it whole at the first read, as one moment saw it.
        var length = FileCalls.Read(file, _text);
        _ = FileCalls.Close(file);
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
