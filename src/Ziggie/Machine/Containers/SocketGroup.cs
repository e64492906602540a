using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Ziggie.Machine.Containers;

/// <summary>Tells which group may use a socket; .NET tells a file's mode, but not whose it is.</summary>
internal static unsafe partial class SocketGroup
{
    /// <summary>The kernel's structure for statx, the same on every processor.</summary>
    private const int StructureBytes = 256, GroupAt = 24;
    private const int FromWorkingFolder = -100, Basics = 0x7ff;

    /// <summary>The group's name, or its number where the machine has no name for it; null where the socket may not be looked at.</summary>
    public static string? Of(string path, string groupsFile)
    {
        if (!OperatingSystem.IsLinux()) return null;
        var structure = stackalloc byte[StructureBytes];
        try
        {
            if (statx(FromWorkingFolder, path, 0, Basics, structure) != 0) return null;
        }
        catch (EntryPointNotFoundException)
        {
            // C libraries of before 2018.
            return null;
        }
        var group = BinaryPrimitives.ReadUInt32LittleEndian(new ReadOnlySpan<byte>(structure + GroupAt, sizeof(uint)));
        // Groups are written as users are: name, password, number.
        var names = new UserNames(groupsFile);
        names.Refresh();
        return names.Of(group) ?? group.ToString(CultureInfo.InvariantCulture);
    }

#pragma warning disable IDE1006 // The name of the C library.
    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int statx(int folder, string path, int flags, uint what, byte* into);
#pragma warning restore IDE1006
}
