using System.Globalization;
using System.Runtime.InteropServices;
using Ziggie.Machine.Files;

namespace Ziggie.Machine.Listeners.Linux;

/// <summary>
/// The listeners of Linux, looked at again and again:
///   1 sockets of Ziggie's own network, from the kernel or /proc/net
///   2 processes: which are new, which are gone
///   3 sockets of other networks, each through one of its processes
///   4 holders: new sockets are looked for in every process, known ones only in new processes, and each known hold is checked by its link
///   5 names and details of holders that were not seen before
/// </summary>
internal sealed class LinuxListeners(LinuxPlaces places, TimeProvider time) : IListenerReader
{
    private const int MostSockets = 20_000;

    /// <summary>A descriptor handed from process to process, and a program that turned into another, are seen after this long at the latest.</summary>
    private static readonly TimeSpan WholeLook = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly ProcFiles _files = new(places.Proc);
    private readonly List<RawSocket> _sockets = [];
    private readonly Dictionary<long, KnownSocket> _known = [];
    private readonly KnownProcesses _processes = new(new ProcFiles(places.Proc));
    private readonly OtherNetworks _others = new(time);
    private readonly Dictionary<int, Holder> _holders = [];
    private readonly HashSet<int> _unread = [];
    private readonly UserNames _users = new(places.Passwords);
    private HolderWalk? _walk;
    private long _lookedWhole;
    private long _look;
    private int _closed;

    public ListenerTable Read()
    {
        lock (_gate)
        {
            var notes = new List<string>();
            // 1
            _sockets.Clear();
            if (!ReadOwn()) notes.Add($"The listeners of this machine may not be read ({places.Proc}/net/tcp).");
            // 2
            _processes.Refresh();
            // 3
            _others.Read(_processes, _files, _sockets, MostSockets);
            if (_sockets.Count >= MostSockets) notes.Add($"Only the first {MostSockets} sockets are shown.");
            // 4
            var isNew = Remember();
            FindHolders(isNew);
            if (_closed > 0) notes.Add(string.Create(CultureInfo.InvariantCulture, $"{_closed} processes of other users may not be looked into: who holds their sockets is not known. Root sees all."));
            // 5
            _users.Refresh();
            ReadHolders();
            var listeners = new List<Listener>(_known.Count);
            foreach (var socket in _known.Values) listeners.Add(socket.Shown ??= Show(socket));
            listeners.Sort(Compare);
            return new ListenerTable(listeners, notes);
        }
    }

    public IReadOnlyList<Listener> At(int port)
    {
        bool IsIt(RawSocket s) => s.Protocol == IpProtocol.Tcp && s.Port == port;
        lock (_gate)
        {
            _sockets.Clear();
            ReadOwn();
            return _sockets.Exists(IsIt) ? [.. Read().Listeners.Where(l => l.Protocol == IpProtocol.Tcp && l.Port == port && l.Namespace == 0)] : [];
        }
    }

    private bool ReadOwn() => (places.AsksKernel && SockDiag.TryRead(_sockets, MostSockets)) || ProcNetTable.Read(_files, 0, 0, _sockets, MostSockets);

    /// <summary>Forgets sockets that are gone. True where there is one that was not seen before.</summary>
    private bool Remember()
    {
        _look++;
        var isNew = false;
        foreach (var raw in _sockets)
        {
            ref var socket = ref CollectionsMarshal.GetValueRefOrAddDefault(_known, raw.Inode, out _);
            // Numbers of sockets are given again after a while.
            if (socket is null || socket.Raw != raw)
            {
                socket = new KnownSocket(raw);
                isNew = true;
            }
            socket.SeenAt = _look;
        }
        foreach (var (inode, socket) in _known) if (socket.SeenAt != _look) _known.Remove(inode);
        return isNew;
    }

    private void FindHolders(bool isNew)
    {
        _walk ??= new HolderWalk(_files);
        var orphaned = DropLostHolds();
        if (isNew || orphaned || time.GetElapsedTime(_lookedWhole) >= WholeLook)
        {
            _lookedWhole = time.GetTimestamp();
            _holders.Clear();
            foreach (var socket in _known.Values) socket.Shown = null;
            _closed = LookInto(_processes.All);
        }
        else
        {
            _closed += LookInto(_processes.New);
        }
    }

    /// <returns>How many of them may not be looked into.</returns>
    private int LookInto(IReadOnlyList<int> pids)
    {
        var closed = 0;
        Parts.Run(pids.Count, (from, to) =>
        {
            var (walk, closedHere) = (new HolderWalk(_files), 0);
            for (var i = from; i < to; i++) if (!walk.Look(pids[i], _known)) closedHere++;
            Interlocked.Add(ref closed, closedHere);
        });
        return closed;
    }

    /// <summary>True where a socket lost its last holder that could be seen: it is looked for everywhere.</summary>
    private bool DropLostHolds()
    {
        var orphaned = false;
        foreach (var socket in _known.Values)
        {
            for (var i = socket.Holds.Count - 1; i >= 0; i--)
            {
                if (_walk!.Holds(socket.Holds[i], socket.Raw.Inode)) continue;
                _holders.Remove(socket.Holds[i].Pid);
                socket.Holds.RemoveAt(i);
                socket.Shown = null;
                orphaned |= socket.Holds.Count == 0;
            }
        }
        return orphaned;
    }

    private Listener Show(KnownSocket socket)
    {
        var holders = new List<Holder>(socket.Holds.Count);
        foreach (var hold in socket.Holds) if (HolderOf(hold.Pid) is { } holder) holders.Add(holder);
        holders.Sort((a, b) => a.Pid.CompareTo(b.Pid));
        socket.IsYoung = holders.Exists(h => _processes.IsNew(h.Pid));
        socket.FirstPid ??= holders.MinBy(h => h.Started)?.Pid;
        var raw = socket.Raw;
        return new Listener
        {
            Protocol = raw.Protocol,
            Address = raw.ToAddress(),
            Port = raw.Port,
            V6Only = raw.V6Only,
            Inode = raw.Inode,
            Namespace = raw.Namespace,
            UserId = raw.UserId,
            User = _users.Of(raw.UserId),
            Holders = holders,
            RecordedPid = socket.FirstPid,
            RecordedPidGone = holders.Count > 0 && socket.FirstPid is { } first && !_processes.Has(first),
        };
    }

    /// <summary>Those that were not seen before, and will stay what they are.</summary>
    private void ReadHolders()
    {
        _unread.Clear();
        foreach (var socket in _known.Values)
        {
            if (socket.IsYoung) socket.Shown = null;
            if (socket.Shown is not null) continue;
            foreach (var hold in socket.Holds) if (!_processes.IsNew(hold.Pid) && !_holders.ContainsKey(hold.Pid)) _unread.Add(hold.Pid);
        }
        if (_unread.Count == 0) return;
        int[] pids = [.. _unread];
        var read = new Holder?[pids.Length];
        Parts.Run(pids.Length, (from, to) =>
        {
            var details = new HolderDetails(_files, _users);
            for (var i = from; i < to; i++) read[i] = details.Read(pids[i]);
        });
        foreach (var holder in read) if (holder is not null) _holders[holder.Pid] = holder;
    }

    /// <summary>One that has just begun may be about to become another program, and is read each time.</summary>
    private Holder? HolderOf(int pid) => _holders.TryGetValue(pid, out var known) ? known : _processes.IsNew(pid) ? new HolderDetails(_files, _users).Read(pid) : null;

    private static int Compare(Listener a, Listener b)
    {
        var order = a.Port.CompareTo(b.Port);
        if (order == 0) order = a.Namespace.CompareTo(b.Namespace);
        if (order == 0) order = a.Protocol.CompareTo(b.Protocol);
        if (order == 0) order = a.Address.AddressFamily.CompareTo(b.Address.AddressFamily);
        return order == 0 ? a.Inode.CompareTo(b.Inode) : order;
    }
}
