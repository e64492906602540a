using Ziggie.Doctor.Checks.Host;
using Ziggie.Doctor.Findings;
using Ziggie.Doctor.Gathering;
using Ziggie.Doctor.Gathering.Disks;

namespace Ziggie.Tests.Doctor.Host;

public sealed class DiskFullTests
{
    private const double Gib = Given.Gib;

    [Theory]
    [InlineData(100, 50, null)]
    [InlineData(100, 9, null)]
    [InlineData(500, 9, Severity.Problem)]
    [InlineData(100, 4, Severity.Warning)]
    [InlineData(1000, 30, null)]
    [InlineData(100, 1.5, Severity.Problem)]
    [InlineData(2, 0.5, Severity.Problem)]
    public void The_disk_of_the_data_needs_room(double total, double free, Severity? expected)
    {
        var finding = Data(Place(total, free)).Asking<DiskFull>().SingleOrDefault();

        Assert.Equal(expected, finding?.Severity);
        if (finding is null) return;
        Assert.Equal(("S501", "disk:/srv"), (finding.Code.Code, finding.Target));
        Assert.Contains("Ziggie's data", finding.Cause, StringComparison.Ordinal);
        Assert.StartsWith("df -h /srv/ziggie → ", Assert.Single(finding.Evidence), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 0, null)]
    [InlineData(1000, 500, null)]
    [InlineData(1000, 49, Severity.Warning)]
    [InlineData(1000, 0, Severity.Problem)]
    public void It_needs_inodes_where_there_are_such(long inodes, long free, Severity? expected)
    {
        var finding = Data(Place(100, 50) with { Inodes = inodes, InodesFree = free }).Asking<DiskFull>().SingleOrDefault();

        Assert.Equal(expected, finding?.Severity);
        if (finding is not null) Assert.Contains("inodes", finding.Cause, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_written_must_not_be_read_only()
    {
        Assert.Contains("read-only", Assert.Single(Data(Place(100, 50) with { IsReadOnly = true }).Asking<DiskFull>()).Cause, StringComparison.Ordinal);
        Assert.Empty(Data(Place(100, 50) with { IsReadOnly = true, IsWritten = false }).Asking<DiskFull>());
    }

    [Fact]
    public void One_disk_with_several_folders_is_named_once()
    {
        var findings = Data(Place(100, 0.5), Place(100, 0.5) with { What = "models", Path = "/srv/models" }).Asking<DiskFull>();

        Assert.Contains("Ziggie's data, models", Assert.Single(findings).Cause, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/home", "ext4", "/dev/sdb1", false, true)]
    [InlineData("/home", "ext4", "/dev/sdb1", true, false)]
    [InlineData("/snap/core/1", "squashfs", "/dev/loop3", false, false)]
    [InlineData("/media/image", "ext4", "/dev/loop4", false, false)]
    [InlineData("/media/cd", "iso9660", "/dev/sr0", false, false)]
    [InlineData("/var/lib/docker/overlay2/x/merged", "overlay", "overlay", false, false)]
    public void Other_disks_count_when_they_are_quite_full(string mount, string type, string device, bool isReadOnly, bool isFound)
    {
        var findings = Given.Machine.With(Given.Disk(mount, 100 * Given.Gib, Given.Gib / 2, type, device, isReadOnly)).Asking<DiskFull>();

        Assert.Equal(isFound ? [($"disk:{mount}", Severity.Warning)] : [], findings.Select(f => (f.Target, f.Severity)));
        Assert.Empty(Given.Machine.With(Given.Disk(mount, 100 * Given.Gib, 2 * Given.Gib, type, device, isReadOnly)).Asking<DiskFull>());
    }

    private static Evidence Data(params PlaceEvidence[] places) =>
        Given.Machine.With(Given.Disk("/srv", places[0].Total, places[0].Available)) with { Places = places };

    private static PlaceEvidence Place(double total, double free) => new("Ziggie's data", "/srv/ziggie", true, (long)(total * Gib), (long)(free * Gib), 0, 0, false);
}
