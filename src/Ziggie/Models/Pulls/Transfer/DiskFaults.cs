namespace Ziggie.Models.Pulls.Transfer;

/// <summary>Says what is wrong with the disk.</summary>
internal static class DiskFaults
{
    /// <summary>Whether it is of the disk, not of the network.</summary>
    public static bool IsDisk(Exception e) => e is (IOException or UnauthorizedAccessException) and not HttpIOException || IsTooLong(e);

    public static PullException Of(Exception e, string folder) => new(
        PullFault.Disk,
        IsFull(e)
            ? $"The disk of {folder} is full. What has come is kept: free some space, or set models.path to another disk, and pull again to go on."
            : $"{folder} cannot be written: {e.Message}",
        e);

    // What .NET makes of a file that may not grow so long (EFBIG).
    private static bool IsTooLong(Exception e) => e is ArgumentOutOfRangeException { ParamName: "value" };

    // No space, file too large, over quota; on Windows a full disk, and a full handle's disk.
    private static bool IsFull(Exception e) => IsTooLong(e) || (OperatingSystem.IsWindows() ? (e.HResult & 0xFFFF) is 0x70 or 0x27 : (e.HResult & 0xFFFF) is 28 or 27 or 122 or 69);
}
