using Ziggie.Machine.Sampling;
using Ziggie.Machine.Sampling.Disks;
using Ziggie.Tests.Support;

namespace Ziggie.Tests.Machine.Sampling;

public sealed class DiskTests : IDisposable
{
    private static readonly FileSystemSpace s_space = new(Total: 1000, Free: 400, Available: 350, Inodes: 100, InodesFree: 25);
    private readonly FakeMachine _machine = new();
    private readonly ManualTime _time = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _machine.Dispose();

    [Fact]
    public void Only_mounts_with_data_are_looked_at_and_each_device_once()
    {
        var mounts = new MountTable(_machine.Proc("self/mounts", """
            proc /proc proc rw,nosuid 0 0
            /dev/sda1 /etc/resolv.conf ext4 rw,relatime 0 0
            /dev/sda1 / ext4 rw,relatime 0 0
            /dev/sda1 /var/lib/docker/overlay ext4 rw,relatime 0 0
            tmpfs /run tmpfs rw 0 0
            tmpfs /dev/shm tmpfs rw 0 0
            tmpfs /tmp tmpfs rw 0 0
            systemd-1 /mnt/auto autofs rw 0 0
            nas:/export/a\040b /mnt/my\040films\134x nfs4 ro,vers=4.2 0 0
            /dev/sdb1 /data xfs ro 0 0
            /dev/sdc1 /data ext4 rw 0 0
            broken

            """).Roots).Read(64)!;

        Assert.Equal(
            [new("/dev/sda1", "/", "ext4", false), new("tmpfs", "/tmp", "tmpfs", false), new("nas:/export/a b", @"/mnt/my films\x", "nfs4", true), new("/dev/sdc1", "/data", "ext4", false)],
            mounts);
        Assert.Equal(2, new MountTable(_machine.Roots).Read(2)!.Count);
    }

    [Fact]
    public async Task Space_and_inodes_are_counted_as_df_does()
    {
        var disk = Assert.Single((await Reader("/dev/sda1 / ext4 rw 0 0\n", _ => s_space).ReadAsync(Cancel))!);
        Assert.Equal((1000L, 600L, 350L, 63.2), (disk.Total!.Value.Bytes, disk.Used!.Value.Bytes, disk.Available!.Value.Bytes, disk.UsedPercent));
        Assert.Equal((100L, 75L, 75.0), (disk.Inodes, disk.InodesUsed, disk.InodesUsedPercent));
        Assert.Null(disk.Problem);
    }

    [Fact]
    public async Task Where_inodes_are_made_as_needed_there_are_none_to_count()
    {
        var disk = Assert.Single((await Reader("/dev/sda1 / btrfs rw 0 0\n", _ => s_space with { Inodes = 0, InodesFree = 0 }).ReadAsync(Cancel))!);
        Assert.Null(disk.Inodes);
        Assert.Null(disk.InodesUsedPercent);
    }

    [Fact]
    public async Task What_may_not_be_looked_at_is_shown_as_far_as_known_and_what_has_no_space_is_not_a_disk()
    {
        var disks = await Reader("a /a fuse.sshfs rw 0 0\nb /b zfs rw 0 0\n", path => path == "/a" ? null : s_space with { Total = 0 }).ReadAsync(Cancel);
        var disk = Assert.Single(disks!);
        Assert.Equal("/a", disk.Mount);
        Assert.Contains("May not be looked at", disk.Problem, StringComparison.Ordinal);
    }

    /// <summary>The dead mount holds nobody up, is asked by one thread only, and is back once its server is.</summary>
    [Fact]
    public async Task A_mount_that_hangs_is_said_to_and_does_not_hang_the_others()
    {
        using var server = new ManualResetEventSlim();
        var asked = 0;
        FileSystemSpace? Ask(string path)
        {
            if (path != "/nas") return s_space;
            Interlocked.Increment(ref asked);
            server.Wait(Cancel);
            return s_space;
        }
        var reader = Reader("nas:/x /nas nfs rw 0 0\n/dev/sda1 / ext4 rw 0 0\n", Ask);
        for (var round = 0; round < 3; round++)
        {
            var reading = reader.ReadAsync(Cancel);
            if (round == 0)
            {
                await _time.WaitForWaiterAsync(Cancel);
                await Eventually.TrueAsync(() => Volatile.Read(ref asked) == 1);
            }
            while (!reading.IsCompleted)
            {
                _time.Advance(TimeSpan.FromSeconds(1));
                await Task.WhenAny(reading, Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, Cancel));
            }
            var disks = (await reading)!;
            Assert.Contains("umount", disks.Single(d => d.Mount == "/nas").Problem, StringComparison.Ordinal);
            _time.Advance(TimeSpan.FromSeconds(11));
        }
        Assert.Equal(1, asked);

        server.Set();
        await Eventually.TrueAsync(async () =>
        {
            _time.Advance(TimeSpan.FromSeconds(11));
            return (await reader.ReadAsync(Cancel))!.Single(d => d.Mount == "/nas").Problem is null;
        });
        Assert.True(asked <= 3);
    }

    [Fact]
    public async Task This_machine_has_a_root_with_space()
    {
        var time = TimeProvider.System;
        var disks = await new DiskReader(new MachineRoots(), new BoundedCalls(TimeSpan.FromSeconds(30), 8, time), FileSystems.Ask, time).ReadAsync(Cancel);
        Assert.Contains(disks!, d => d.Total is { Bytes: > 0 } && d.Available is not null && d.UsedPercent is >= 0 and <= 100);
        Assert.Null(FileSystems.Ask("/no/such/place"));
    }

    [Fact]
    public void Traffic_is_of_whole_disks_whatever_the_kernel_counts_besides()
    {
        _machine.Sys("block/sda/size", "1").Sys("block/nvme0n1/size", "1").Sys("block/loop0/size", "1").Sys("block/cciss!c0d0/size", "1");
        var reader = new DiskTrafficReader(_machine.Proc("diskstats", """
               8       0 sda 100 0 2000 50 200 0 4000 80 0 1000 130
               8       1 sda1 100 0 2000 50 200 0 4000 80 0 1000 130
             259       0 nvme0n1 10 0 20 5 20 0 40 8 0 100 13 0 0 0 0 1 1
               7       0 loop0 10 0 20 5 20 0 40 8 0 100 13
             104       0 cciss/c0d0 1 0 2 5 2 0 4 8 0 10 13 0 0 0 0
               8      16 sdb
            """).Roots);
        Assert.Equal(["sda", "nvme0n1", "cciss/c0d0"], reader.Read(0)!.Select(d => d.Device));

        _machine.Proc("diskstats", """
               8       0 sda 110 0 2040 50 220 0 4400 80 0 2000 130
             259       0 nvme0n1 1 0 2 5 2 0 4 8 0 10 13 0 0 0 0 1 1
            """);
        var read = reader.Read(2)!;

        Assert.Equal(new DiskTrafficStats("sda", 20 * 512, 200 * 512, 5, 10, 50), read[0]);
        Assert.Equal(new DiskTrafficStats("nvme0n1", 0, 0, 0, 0, 0), read[1]);
        Assert.Null(new DiskTrafficReader(new MachineRoots("/none")).Read(1));
    }

    private DiskReader Reader(string mounts, Func<string, FileSystemSpace?> ask) =>
        new(_machine.Proc("self/mounts", mounts).Roots, new BoundedCalls(TimeSpan.FromSeconds(1), 8, _time), ask, _time);
}
