using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Ziggie.Tests.Storage;

/// <summary>A data directory whose disk can be filled and emptied again while a program uses it.</summary>
internal abstract class SmallDisk : IAsyncDisposable
{
    /// <summary>Room for an empty control center, and not much more.</summary>
    private const int Megabytes = 16;

    /// <summary>Which there can be here: a disk of its own takes the right to mount one; that a program's files may not grow can be had by everybody.</summary>
    public static IEnumerable<string> Kinds => Environment.IsPrivilegedProcess && CanMount() ? ["disk", "limit"] : ["limit"];

    public static SmallDisk Make(string kind, string folder)
    {
        Directory.CreateDirectory(folder);
        if (kind == "limit") return new Limit();
        Assert.Equal(0, Run("mount", "-t", "tmpfs", "-o", $"size={Megabytes}m,mode=700", "tmpfs", folder));
        return new Mounted(folder);
    }

    /// <summary>From now on nothing more can be written.</summary>
    public abstract void Fill(int pid);

    public abstract void Free(int pid);

    public virtual ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static bool CanMount()
    {
        var folder = Directory.CreateTempSubdirectory("ziggie-mount-").FullName;
        try
        {
            if (Run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder) != 0) return false;
            return Run("umount", folder) == 0;
        }
        finally
        {
            Directory.Delete(folder);
        }
    }

    private static int Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode;
    }

    private sealed class Mounted(string folder) : SmallDisk
    {
        private string Ballast => Path.Combine(folder, "ballast");

        public override void Fill(int pid)
        {
            using var file = new FileStream(Ballast, new FileStreamOptions { Mode = FileMode.Append, Access = FileAccess.Write, BufferSize = 0 });
            var block = new byte[4096];
            try
            {
                while (true) file.Write(block);
            }
            catch (IOException)
            {
                // Full.
            }
        }

        public override void Free(int pid) => File.Delete(Ballast);

        public override ValueTask DisposeAsync()
        {
            // Whoever still writes there does so until it ends.
            Run("umount", "-l", folder);
            return base.DisposeAsync();
        }
    }

    /// <summary>No file of the program may grow: writing past the first byte fails.</summary>
    private sealed class Limit : SmallDisk
    {
        private const int FileSize = 1;

        public override void Fill(int pid) => Set(pid, 1);

        public override void Free(int pid) => Set(pid, ulong.MaxValue);

        private static void Set(int pid, ulong soft)
        {
            var limits = new Limits { Soft = soft, Hard = ulong.MaxValue };
            Assert.Equal(0, prlimit(pid, FileSize, in limits, 0));
        }

        [DllImport("libc", SetLastError = true)]
        private static extern int prlimit(int pid, int resource, in Limits now, nint before);

        [StructLayout(LayoutKind.Sequential)]
        private struct Limits
        {
            public ulong Soft;
            public ulong Hard;
        }
    }
}
