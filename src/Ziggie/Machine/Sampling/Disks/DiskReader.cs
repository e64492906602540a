namespace Ziggie.Machine.Sampling.Disks;

/// <summary>Space and inodes of every mount. A mount that does not answer is said to, and holds nobody up.</summary>
/// <param name="ask">Asks one file system; it may hang.</param>
internal sealed class DiskReader(MachineRoots roots, BoundedCalls calls, Func<string, FileSystemSpace?> ask, TimeProvider time)
{
    private const int MostMounts = 64;

    /// <summary>Disks fill slowly, and every look costs a thread by mount.</summary>
    private static readonly TimeSpan s_every = TimeSpan.FromSeconds(10);

    private readonly MountTable _mounts = new(roots);
    private IReadOnlyList<DiskStats>? _last;
    private long _readAt;

    /// <summary>Null where the machine does not tell its mounts.</summary>
    public async Task<IReadOnlyList<DiskStats>?> ReadAsync(CancellationToken cancel)
    {
        if (_last is not null && time.GetElapsedTime(_readAt) < s_every) return _last;
        if (_mounts.Read(MostMounts) is not { } mounts) return null;
        var read = await Task.WhenAll(mounts.Select(m => ReadAsync(m, cancel)));
        _last = [.. read.OfType<DiskStats>()];
        _readAt = time.GetTimestamp();
        return _last;
    }

    /// <summary>Null for what has no space at all, as a file system of the kernel's own.</summary>
    private async Task<DiskStats?> ReadAsync(Mount mount, CancellationToken cancel)
    {
        var answer = await calls.TryAsync($"statvfs {mount.Path}", () => ask(mount.Path), cancel);
        if (!answer.Came) return Without(mount, "Does not answer. Where it is a network mount, its server is away: bring it back, or unmount it with `umount -l`.");
        if (answer.Value is not { } space) return Without(mount, "May not be looked at by the user that Ziggie runs as.");
        if (space.Total == 0) return null;
        var used = Math.Max(0, space.Total - space.Free);
        long? inodes = space.Inodes > 0 ? space.Inodes : null;
        long? inodesUsed = inodes is null ? null : Math.Max(0, space.Inodes - space.InodesFree);
        return new DiskStats(
            mount.Path,
            mount.Device,
            mount.Type,
            mount.ReadOnly,
            new ByteSize(space.Total),
            new ByteSize(used),
            new ByteSize(space.Available),
            Rates.Percent(used, (double)used + space.Available),
            inodes,
            inodesUsed,
            inodesUsed is { } count ? Rates.Percent(count, space.Inodes) : null,
            Problem: null);
    }

    private static DiskStats Without(Mount mount, string problem) =>
        new(mount.Path, mount.Device, mount.Type, mount.ReadOnly, null, null, null, null, null, null, null, problem);
}
