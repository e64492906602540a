using System.Globalization;
using System.Runtime.InteropServices;
using Ziggie.Machine.Sampling;

namespace Ziggie.Doctor.Gathering.Machine;

/// <summary>Reads the kernel's bounds, whether the clock is kept right, and the files of known servers' processes.</summary>
internal sealed partial class SystemSource(MachineRoots roots, ProcessReader processes) : IEvidenceSource
{
    /// <summary>Of <c>struct timex</c>: far more than it has, and where its status stands.</summary>
    private const int TimexBytes = 512;
    private const int TimexStatus = 40;
    private const int Unsynchronised = 0x40;

    /// <summary>Files are kept there by servers that people run here.</summary>
    private static readonly string[] s_pidFolders = ["/run/ollama", "/run/nginx", "/run/docker", "/run/podman"];
    private static readonly string[] s_pidFiles = ["/run/ollama.pid", "/run/nginx.pid", "/run/docker.pid", "/run/podman.pid"];

    public string Name => "system";

    public Stage Stage => Stage.Machine;

    public Task<Func<Evidence, Evidence>> LookAsync(Evidence soFar, CancellationToken cancel)
    {
        var files = Numbers("sys/fs/file-nr");
        var system = new SystemEvidence
        {
            OpenFiles = files is [var open, _, _] ? open : null,
            OpenFilesLimit = files is [_, _, var most] ? most : null,
            Threads = ProcReads.Text(roots.ProcFile("loadavg"))?.Split(' ', '/') is [_, _, _, _, var threads, ..] && long.TryParse(threads, CultureInfo.InvariantCulture, out var count) ? count : null,
            ThreadsLimit = Numbers("sys/kernel/threads-max") is [var byKernel] && Numbers("sys/kernel/pid_max") is [var byPid] ? Math.Min(byKernel, byPid) : null,
            ClockIsKept = ClockIsKept(),
        };
        List<PidFile> pids =
        [
            .. ((string[])[Path.Join(soFar.Subjects.DataDirectory, "ziggie.pid"), .. s_pidFiles]).Select(p => PidFiles.Read(p, processes)).OfType<PidFile>(),
            .. s_pidFolders.SelectMany(f => PidFiles.In(f, processes)),
        ];
        return Task.FromResult<Func<Evidence, Evidence>>(sum => sum with { System = system, PidFiles = pids });
    }

    private List<long>? Numbers(string file)
    {
        var words = ProcReads.Text(roots.ProcFile(file))?.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return words is null || !words.All(w => long.TryParse(w, CultureInfo.InvariantCulture, out _)) ? null : [.. words.Select(w => long.Parse(w, CultureInfo.InvariantCulture))];
    }

    private static unsafe bool? ClockIsKept()
    {
        if (!OperatingSystem.IsLinux() || !Environment.Is64BitProcess) return null;
        var timex = stackalloc byte[TimexBytes];
        new Span<byte>(timex, TimexBytes).Clear();
        try
        {
            return AskClock(timex) < 0 ? null : (*(int*)(timex + TimexStatus) & Unsynchronised) == 0;
        }
        catch (EntryPointNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Reads only, with its first field 0.</summary>
    [LibraryImport("libc", EntryPoint = "adjtimex")]
    private static unsafe partial int AskClock(byte* timex);
}
