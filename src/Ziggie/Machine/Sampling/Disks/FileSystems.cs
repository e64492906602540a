using Ziggie.Machine.Files;

namespace Ziggie.Machine.Sampling.Disks;

/// <summary>Asks the kernel about a mounted file system. The call hangs as long as a network mount does.</summary>
internal static unsafe class FileSystems
{
    /// <summary>The structure has 112 bytes on 64-bit machines; here is room to spare.</summary>
    private const int Words = 32;

    /// <summary>A flag of the tenth word.</summary>
    private const ulong ReadOnly = 1;

    /// <summary>Null where the kernel refuses.</summary>
    public static FileSystemSpace? Ask(string path)
    {
        if (!OperatingSystem.IsLinux() || !Environment.Is64BitProcess) return null;
        var words = stackalloc ulong[Words];
        if (FileCalls.FileSystem(path, words) != 0) return null;
        var unit = words[1] == 0 ? words[0] : words[1];
        return new FileSystemSpace(Bytes(words[2], unit), Bytes(words[3], unit), Bytes(words[4], unit), Count(words[5]), Count(words[6]), (words[9] & ReadOnly) != 0);
    }

    private static long Bytes(ulong blocks, ulong unit) => (long)UInt128.Min((UInt128)blocks * unit, long.MaxValue);

    private static long Count(ulong number) => (long)Math.Min(number, long.MaxValue);
}

/// <param name="Free">Also what is reserved for root.</param>
/// <param name="Inodes">0 where they are made as needed.</param>
internal sealed record FileSystemSpace(long Total, long Free, long Available, long Inodes, long InodesFree, bool IsReadOnly = false);
