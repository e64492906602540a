using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Ziggie.Doctor.Fixes.Processes;

/// <summary>A process that is held by its descriptor (pidfd): whatever is sent to it never means another of the same number.</summary>
internal sealed partial class HeldProcess(int pid, SafeFileHandle descriptor) : IDisposable
{
    private const int PidFdSendSignal = 424;
    private const int PidFdOpen = 434;
    private const int NoSuchProcess = 3;
    private const int Sigterm = 15;
    private const int Sigkill = 9;
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(20);

    /// <summary>Null where there is no such process.</summary>
    /// <exception cref="UnauthorizedAccessException">This system does not have it.</exception>
    public static HeldProcess? Hold(int pid)
    {
        if (!OperatingSystem.IsLinux()) throw new UnauthorizedAccessException("Processes are ended by the doctor on Linux only; end it by hand.");
        var fd = Call(PidFdOpen, pid, 0, 0, 0);
        if (fd >= 0) return new HeldProcess(pid, new SafeFileHandle((nint)fd, ownsHandle: true));
        return Marshal.GetLastPInvokeError() == NoSuchProcess ? null : throw new UnauthorizedAccessException($"Process {pid} can't be taken hold of: {Marshal.GetLastPInvokeErrorMessage()}.");
    }

    public void Terminate() => Send(Sigterm);

    public void Kill() => Send(Sigkill);

    /// <returns>Whether it has ended.</returns>
    public async Task<bool> WaitAsync(TimeSpan atMost, TimeProvider time, CancellationToken cancel)
    {
        for (var left = atMost; ; left -= s_look)
        {
            if (HasEnded()) return true;
            if (left <= TimeSpan.Zero) return false;
            await Task.Delay(s_look, time, cancel);
        }
    }

    public void Dispose() => descriptor.Dispose();

    private void Send(int signal)
    {
        if (Call(PidFdSendSignal, descriptor.DangerousGetHandle(), signal, 0, 0) < 0 && Marshal.GetLastPInvokeError() != NoSuchProcess)
            throw new UnauthorizedAccessException($"Process {pid} could not be ended: {Marshal.GetLastPInvokeErrorMessage()}. Run Ziggie as its user, or end it by hand.");
    }

    /// <summary>The descriptor can be read when the process has ended.</summary>
    private unsafe bool HasEnded()
    {
        var poll = new PollFd { Descriptor = (int)descriptor.DangerousGetHandle(), Events = 1 };
        return Poll(&poll, 1, 0) > 0;
    }

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial long Call(long number, long first, long second, long third, long fourth);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static unsafe partial int Poll(PollFd* descriptors, nuint count, int timeout);

    private struct PollFd
    {
        public int Descriptor;
        public short Events;
        public short Happened;
    }
}
