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
    private readonly UserNames _users = new(places.Passwords);
    private HolderWalk? _walk;
    private HolderDetails? _details;
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
            _details?.Begin();
            var listeners = new List<Listener>(_known.Count);
            foreach (var socket in _known.Values)
            {
                if (socket.IsYoung) socket.Shown = null;
                listeners.Add(socket.Shown ??= Show(socket));
            }
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
            _closed = 0;
            _holders.Clear();
            foreach (var socket in _known.Values) socket.Shown = null;
            foreach (var pid in _processes.All) if (!_walk.Look(pid, _known)) _closed++;
        }
        else
        {
            foreach (var pid in _processes.New) if (!_walk.Look(pid, _known)) _closed++;
        }
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

    private Holder? HolderOf(int pid)
    {
        if (_holders.TryGetValue(pid, out var known)) return known;
        _details ??= new HolderDetails(_files, _users);
        var holder = _details.Read(pid);
        // One that has just begun may be about to become another program.
        if (holder is not null && !_processes.IsNew(pid)) _holders[pid] = holder;
        return holder;
    }

    private static int Compare(Listener a, Listener b)
    {
        var order = a.Port.CompareTo(b.Port);
        if (order == 0) order = a.Namespace.CompareTo(b.Namespace);
        if (order == 0) order = a.Protocol.CompareTo(b.Protocol);
        if (order == 0) order = a.Address.AddressFamily.CompareTo(b.Address.AddressFamily);
        return order == 0 ? a.Inode.CompareTo(b.Inode) : order;
    }
}
