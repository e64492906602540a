using Ziggie.Doctor.Codes;
using Ziggie.Doctor.Findings;
using Ziggie.Doctor.Gathering;
using Ziggie.Doctor.Gathering.Disks;
using Ziggie.Machine.Sampling;

namespace Ziggie.Doctor.Checks.Host;

/// <summary>S501: disks without space or inodes, or that became read-only.</summary>
internal sealed class DiskFull : ICheck
{
    private const long Gib = 1L << 30;
    private const double ProblemShare = 0.02;
    private const double WarningShare = 0.05;
    private const double OtherShare = 0.01;

    /// <summary>Images and what containers lay over each other are always full, or are another disk that is looked at.</summary>
    private static readonly string[] s_notDisks = ["squashfs", "erofs", "cramfs", "iso9660", "udf", "overlay", "fuse.snapfuse"];
    private static readonly string[] s_notPlaces = ["/snap/", "/var/lib/snapd/", "/var/lib/docker/", "/var/lib/containers/", "/boot/efi", "/efi"];

    public string Name => "disks";

    public IEnumerable<Finding> Look(Evidence evidence)
    {
        var disks = evidence.Machine?.Disks ?? [];
        List<(PlaceEvidence Place, string Disk)> places = [.. evidence.Places.Where(p => p.Total > 0).Select(p => (p, DiskOf(p, disks)))];
        foreach (var disk in places.GroupBy(p => p.Disk)) if (OfPlaces(disk.Key, [.. disk.Select(p => p.Place)]) is { } finding) yield return finding;
        foreach (var other in disks.Where(d => !places.Exists(p => p.Disk == d.Mount) && IsDisk(d)).DistinctBy(d => (d.Device, d.Total?.Bytes, d.Available?.Bytes))) if (OfOther(other) is { } finding) yield return finding;
    }

    private static Finding? OfPlaces(string disk, IReadOnlyList<PlaceEvidence> places)
    {
        var place = places[0];
        var what = string.Join(", ", places.Select(p => p.What).Distinct());
        if (places.FirstOrDefault(p => p is { IsReadOnly: true, IsWritten: true }) is { } closed)
        {
            return Found(disk, Severity.Problem, $"{disk} is mounted read-only, and {closed.What} ({closed.Path}) lies on it: nothing can be written. Where it was not mounted so on purpose, the kernel did it after an error of the disk.",
                $"Read `dmesg` for errors of the disk. Where there are none, `sudo mount -o remount,rw {disk}`; else save the data and check the disk first.", $"findmnt -T {closed.Path} -o TARGET,OPTIONS → ro");
        }
        var (free, share) = (place.Available, (double)place.Available / place.Total);
        Severity? severity = free < Gib || share < ProblemShare ? Severity.Problem : free < 10 * Gib && share < WarningShare ? Severity.Warning : null;
        if (severity is { } bad)
        {
            return Found(disk, bad, $"{disk} holds {what} and has {Amounts.Bytes(free)} of {Amounts.Bytes(place.Total)} left ({Amounts.Percent(free, place.Total)}).",
                $"Delete or move what is not needed: `sudo du -xh --max-depth=2 {disk} | sort -h | tail` shows what takes the space.", $"df -h {place.Path} → {Amounts.Bytes(free)} available of {Amounts.Bytes(place.Total)}");
        }
        var inodes = place.Inodes > 0 ? (double)place.InodesFree / place.Inodes : 1;
        if (inodes >= WarningShare) return null;
        return Found(disk, inodes < ProblemShare ? Severity.Problem : Severity.Warning,
            $"{disk} holds {what} and has {place.InodesFree} of {place.Inodes} inodes left: soon no more files can be made, though there is space.",
            $"Delete what consists of very many small files: `sudo du --inodes -x --max-depth=2 {disk} | sort -n | tail` shows where they are.", $"df -i {place.Path} → {place.InodesFree} free of {place.Inodes}");
    }

    private static Finding? OfOther(DiskStats disk)
    {
        var (total, free) = (disk.Total!.Value.Bytes, disk.Available!.Value.Bytes);
        if (free >= total * OtherShare) return null;
        return Found(disk.Mount, Severity.Warning, $"{disk.Mount} has {Amounts.Bytes(free)} of {Amounts.Bytes(total)} left. Nothing of Ziggie lies there, but programs that write there fail.",
            $"Delete or move what is not needed: `sudo du -xh --max-depth=2 {disk.Mount} | sort -h | tail` shows what takes the space.", $"df -h {disk.Mount} → {Amounts.Bytes(free)} available of {Amounts.Bytes(total)}");
    }

    private static bool IsDisk(DiskStats disk) =>
        disk is { ReadOnly: false, Problem: null, Total.Bytes: > 0, Available: not null } && !s_notDisks.Contains(disk.Type) && !disk.Device.StartsWith("/dev/loop", StringComparison.Ordinal)
        && !s_notPlaces.Any(p => disk.Mount.StartsWith(p, StringComparison.Ordinal));

    /// <summary>The mount that a folder lies on, where the figures agree; a disk that is mounted twice shows in one place only.</summary>
    private static string DiskOf(PlaceEvidence place, IReadOnlyList<DiskStats> disks) =>
        disks.Where(d => IsBelow(place.Path, d.Mount) && d.Total?.Bytes == place.Total).MaxBy(d => d.Mount.Length)?.Mount ?? place.Path;

    private static bool IsBelow(string path, string mount) => mount == "/" || path == mount || path.StartsWith(mount + "/", StringComparison.Ordinal);

    private static Finding Found(string disk, Severity severity, string cause, string fix, string evidence) =>
        new(SystemCodes.DiskFull, $"disk:{disk}", cause, fix) { Severity = severity, Evidence = [evidence] };
}
