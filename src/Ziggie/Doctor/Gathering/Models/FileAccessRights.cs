using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using Ziggie.Doctor.Gathering.Machine;

namespace Ziggie.Doctor.Gathering.Models;

/// <summary>Tells from owner and mode whether a process can read a file; where lists of rights or the kernel's other rules decide, it says nothing.</summary>
internal static partial class FileAccessRights
{
    private const int CurrentFolder = -100;
    private const uint ModeAndOwner = 0x2 | 0x8 | 0x10;
    private const int Bytes = 256;
    private const int Read = 4;
    private const int Enter = 1;

    /// <summary>The file or folder that keeps it out, with its owner and mode; null where nothing is known to.</summary>
    public static string? WhatKeeps(ProcessEvidence process, string path)
    {
        if (!OperatingSystem.IsLinux() || process.UserId is not { } user || user == 0) return null;
        for (var (at, needed) = (path, Read); at is not null; (at, needed) = (Path.GetDirectoryName(at), Enter))
        {
            if (Look(at) is not { } rights || HasList(at)) return null;
            if (!rights.Allow(user, process.GroupIds, needed))
                return string.Create(CultureInfo.InvariantCulture, $"{at} belongs to user {rights.User}, group {rights.Group}, with mode {Convert.ToString(rights.Mode, 8)}; the server runs as user {user}");
        }
        return null;
    }

    private static unsafe Rights? Look(string path)
    {
        var buffer = stackalloc byte[Bytes];
        try
        {
            if (Statx(CurrentFolder, path, 0, ModeAndOwner, buffer) != 0) return null;
        }
        catch (EntryPointNotFoundException)
        {
            return null;
        }
        var stat = new ReadOnlySpan<byte>(buffer, Bytes);
        return new Rights(BinaryPrimitives.ReadInt32LittleEndian(stat[20..]), BinaryPrimitives.ReadInt32LittleEndian(stat[24..]), BinaryPrimitives.ReadUInt16LittleEndian(stat[28..]) & 0xFFF);
    }

    private static unsafe bool HasList(string path) => GetAttribute(path, "system.posix_acl_access", null, 0) > 0;

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int Statx(int folder, string path, int flags, uint mask, byte* buffer);

    [LibraryImport("libc", EntryPoint = "getxattr", StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial nint GetAttribute(string path, string name, byte* value, nuint size);

    private sealed record Rights(int User, int Group, int Mode)
    {
        public bool Allow(int user, IReadOnlyList<int> groups, int needed) =>
            ((user == User ? Mode >> 6 : groups.Contains(Group) ? Mode >> 3 : Mode) & needed) == needed;
    }
}
