using System.Runtime.InteropServices;

namespace Ziggie.Storage;

/// <summary>How much of a busy machine a thread gets.</summary>
internal static partial class ThreadImportance
{
    private const int OneProcess = 0;
    private const uint Caller = 0;
    private const int Niceness = 10;

    /// <summary>Puts the calling thread behind the others. It cannot go back: that takes rights which a server has not.</summary>
    public static void LowerThisOne()
    {
        // On Linux .NET's own priorities do nothing, while niceness there belongs to a thread. Refused, the thread is as important as before.
        if (OperatingSystem.IsLinux()) _ = SetPriority(OneProcess, Caller, Niceness);
        else Thread.CurrentThread.Priority = ThreadPriority.BelowNormal;
    }

    [LibraryImport("libc", EntryPoint = "setpriority")]
    private static partial int SetPriority(int which, uint who, int niceness);
}
