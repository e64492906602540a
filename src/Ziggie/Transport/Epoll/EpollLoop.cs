using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Ziggie.Transport.Epoll;

/// <summary>
/// A thread that waits for many sockets and runs what waits for them. As many as the machine has processors serve the whole process, and each
/// socket stays with one. Nothing that runs here may block.
/// </summary>
internal sealed unsafe class EpollLoop
{
    private const int EventsAtOnce = 256;

    // The event's mask and its 64 bits of data; packed on x64 alone.
    private static readonly int s_dataAt = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 4 : 8;
    private static readonly int s_eventSize = s_dataAt + sizeof(ulong);
    private static readonly Lazy<EpollLoop[]> s_all = new(StartAll);
    private static int s_next;

    [ThreadStatic]
    private static EpollLoop? t_current;

    private readonly int _epoll;
    private readonly Lock _gate = new();
    private readonly Stack<int> _free = [];
    private EpollSocket?[] _sockets = new EpollSocket?[64];
    private int _used;
    private uint _generation;

    // Of this turn; touched by the loop alone.
    private readonly List<ITurnWork> _work = [];
    private List<Action> _after = [], _running = [];

    private EpollLoop(int number, int epoll)
    {
        (Number, _epoll) = (number, epoll);
        new Thread(Run) { Name = $"sockets {number}", IsBackground = true }.Start();
    }

    /// <summary>False where the system has no epoll, or allows none.</summary>
    public static bool IsAvailable => s_all.Value.Length > 0;

    /// <summary>The loop that this thread is, or null.</summary>
    public static EpollLoop? Current => t_current;

    /// <summary>The calling loop, so that one request's sockets are on one thread; else each in turn.</summary>
    public static EpollLoop Mine => t_current ?? Next;

    public static EpollLoop Next => s_all.Value[(uint)Interlocked.Increment(ref s_next) % s_all.Value.Length];

    public int Number { get; }

    /// <summary>From now on the socket is told of its events; it gets a mark by which they are told apart from those of a former one.</summary>
    public void Add(EpollSocket socket, Descriptor descriptor)
    {
        ulong mark;
        lock (_gate)
        {
            var slot = _free.TryPop(out var free) ? free : _used++;
            if (slot == _sockets.Length)
            {
                var larger = new EpollSocket?[slot * 2];
                _sockets.CopyTo(larger, 0);
                Volatile.Write(ref _sockets, larger);
            }
            mark = ((ulong)++_generation << 32) | (uint)slot;
            socket.Mark = mark;
            Volatile.Write(ref _sockets[slot], socket);
        }
        var settings = stackalloc byte[16];
        var span = new Span<byte>(settings, 16);
        BinaryPrimitives.WriteUInt32LittleEndian(span, Libc.In | Libc.Out | Libc.PeerHangUp | Libc.EdgeTriggered);
        BinaryPrimitives.WriteUInt64LittleEndian(span[s_dataAt..], mark);
        if (Libc.Control(_epoll, Libc.Add, descriptor, settings) == 0) return;
        var error = Marshal.GetLastPInvokeError();
        Forget(mark);
        throw Libc.Failure(error);
    }

    /// <summary>No events from now on.</summary>
    public void Remove(ulong mark, Descriptor descriptor)
    {
        var unused = stackalloc byte[16];
        _ = Libc.Control(_epoll, Libc.Delete, descriptor, unused);
        Forget(mark);
    }

    /// <summary>Called by what runs on the loop, as is the next.</summary>
    public void AtTurnEnd(ITurnWork work) => _work.Add(work);

    public void AfterTurn(Action continuation) => _after.Add(continuation);

    private static EpollLoop[] StartAll()
    {
        if (!OperatingSystem.IsLinux()) return [];
        var loops = new EpollLoop[Math.Clamp(Environment.ProcessorCount, 1, ReadySocket.MostLoops)];
        for (var i = 0; i < loops.Length; i++)
        {
            var epoll = Libc.CreateEpoll();
            if (epoll < 0) return loops[..i];
            loops[i] = new EpollLoop(i, epoll);
        }
        return loops;
    }

    private void Forget(ulong mark)
    {
        var slot = (int)(uint)mark;
        lock (_gate)
        {
            if (_sockets[slot]?.Mark != mark) return;
            _sockets[slot] = null;
            _free.Push(slot);
        }
    }

    private void Run()
    {
        t_current = this;
        var events = (byte*)NativeMemory.Alloc((nuint)(EventsAtOnce * s_eventSize));
        while (true)
        {
            var count = Libc.Wait(_epoll, events, EventsAtOnce, _after.Count > 0 || _work.Count > 0 ? 0 : -1);
            for (var i = 0; i < count; i++)
            {
                var at = events + (i * s_eventSize);
                var mark = Unsafe.ReadUnaligned<ulong>(at + s_dataAt);
                var sockets = Volatile.Read(ref _sockets);
                var socket = Volatile.Read(ref sockets[(int)(uint)mark]);
                if (socket is not null && socket.Mark == mark) socket.Happened(*(uint*)at);
            }
            EndTurn();
        }
    }

    private void EndTurn()
    {
        foreach (var work in _work) work.Run();
        _work.Clear();
        // What these begin is of the next turn, so that nobody keeps the loop to himself.
        (_running, _after) = (_after, _running);
        foreach (var continuation in _running) continuation();
        _running.Clear();
    }
}
