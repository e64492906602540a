namespace Ziggie.Models.Pulls;

/// <summary>How much room there is.</summary>
/// <param name="free">Bytes that may still be written in a folder; null where nobody can tell.</param>
internal sealed class DiskSpace(Func<string, long?> free)
{
    /// <summary>The rest of the program must not run dry meanwhile.</summary>
    private const long Spare = 4L << 20;

    public static DiskSpace OfSystem { get; } = new(static folder =>
    {
        try
        {
            return new DriveInfo(folder).AvailableFreeSpace;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    });

    /// <exception cref="PullException">There is too little.</exception>
    public void Check(string what, long needed, string folder)
    {
        if (needed <= 0 || free(folder) is not { } there || there - Spare >= needed) return;
        throw new PullException(PullFault.Disk, $"{what} needs {Size(needed)} more, but {folder} has only {Size(there)} free. Free some space, or set models.path to another disk.");
    }

    private static string Size(long bytes) => bytes switch
    {
        < 1 << 20 => $"{bytes / 1024.0:0.0} KiB",
        < 1 << 30 => $"{bytes / 1048576.0:0.0} MiB",
        _ => $"{bytes / 1073741824.0:0.0} GiB",
    };
}
