using Ziggie.Machine.Files;

namespace Ziggie.Machine.Listeners.Linux;

/// <summary>Finds who has a socket open by the links in every process's fd folder.</summary>
internal sealed class HolderWalk(ProcFiles files)
{
    private const int LongestLink = 64;

    private readonly List<int> _descriptors = [];

    /// <summary>Adds the holds of one process on sockets that are known.</summary>
    /// <returns>False where the process may not be looked into.</returns>
    public bool Look(int pid, Dictionary<long, KnownSocket> sockets)
    {
        using var folder = files.Folder(pid, "fd"u8);
        var error = folder.Numbers(_descriptors);
        if (error is FileCalls.AccessDenied or FileCalls.NoPermission) return false;
        Span<byte> link = stackalloc byte[LongestLink];
        foreach (var descriptor in _descriptors)
        {
            var length = folder.ReadLink(descriptor, link);
            if (length <= 0 || ProcFiles.Bracketed(link[..length], "socket:["u8) is not (> 0 and var inode)) continue;
            if (sockets.TryGetValue(inode, out var socket)) socket.Add(new Hold(pid, descriptor));
        }
        return true;
    }

    /// <summary>Whether a hold that was seen is still there.</summary>
    public bool Holds(Hold hold, long inode)
    {
        Span<byte> link = stackalloc byte[LongestLink];
        var length = files.ReadLink(hold.Pid, "fd"u8, hold.Descriptor, link);
        return length > 0 && ProcFiles.Bracketed(link[..length], "socket:["u8) == inode;
    }
}

/// <summary>A process has a socket open under this number.</summary>
internal readonly record struct Hold(int Pid, int Descriptor);

/// <summary>A listener between two looks.</summary>
internal sealed class KnownSocket(RawSocket raw)
{
    public RawSocket Raw { get; } = raw;

    /// <summary>One for each process, however often it has the socket open.</summary>
    public List<Hold> Holds { get; } = [];

    /// <summary>Who held it when it was first seen: the oldest of these.</summary>
    public int? FirstPid { get; set; }

    /// <summary>What was given last; null where something changed since.</summary>
    public Listener? Shown { get; set; }

    /// <summary>Whether a holder had just begun at the last look, and may have become another program since.</summary>
    public bool IsYoung { get; set; }

    /// <summary>The look at which the kernel last listed it.</summary>
    public long SeenAt { get; set; }

    /// <summary>May come from several threads at once.</summary>
    public void Add(Hold hold)
    {
        lock (Holds)
        {
            foreach (var known in Holds) if (known.Pid == hold.Pid) return;
            Holds.Add(hold);
        }
        Shown = null;
    }
}
