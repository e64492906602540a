using System.Buffers.Text;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Ziggie.Benchmarks.Macro.Streaming;

/// <summary>
/// A model server on one thread of its own. Each chat is answered with a stream as planned, and each piece carries the
/// time at which it was sent.
/// </summary>
internal sealed class StreamUpstream : IDisposable
{
    private const int Listener = -1;
    private const int IdleMilliseconds = 50;

    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly Epoll _epoll = new();
    private readonly List<Connection> _connections = [];
    private readonly PriorityQueue<Connection, long> _due = new();
    private readonly byte[] _received = new byte[64 << 10];
    private readonly byte[] _piece = [.. StreamPlan.Piece];
    private readonly int _digits = StreamPlan.Piece.AsSpan().IndexOf(StreamPlan.Mark) + StreamPlan.Mark.Length;
    private readonly StreamPlan _plan;
    private readonly Thread _thread;
    private volatile bool _stopped;
    private volatile string? _fault;

    public StreamUpstream(StreamPlan plan)
    {
        _plan = plan;
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen(8192);
        _epoll.Watch(_listener, Listener);
        _thread = new Thread(Loop) { IsBackground = true, Name = "upstream" };
        _thread.Start();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    /// <summary>Throws where a piece could not be sent: the figures would be of something else.</summary>
    public void EnsureSound()
    {
        if (_fault is { } fault) throw new BenchmarkException($"the upstream: {fault}");
    }

    public void Dispose()
    {
        _stopped = true;
        _thread.Join();
        foreach (var connection in _connections) connection.Socket.Dispose();
        _listener.Dispose();
        _epoll.Dispose();
    }

    private void Loop()
    {
        while (!_stopped)
        {
            foreach (var token in _epoll.Wait(UntilDue()))
            {
                if (token == Listener) Accept();
                else Read(_connections[token]);
            }
            SendDue();
        }
    }

    // Rounded up: the pieces of one millisecond go together, and the thread does not spin on the two cores that are shared.
    private int UntilDue() => !_due.TryPeek(out _, out var at) ? IdleMilliseconds
        : (int)Math.Clamp(Math.Ceiling(Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), at).TotalMilliseconds), 0, IdleMilliseconds);

    private void Accept()
    {
        while (_listener.Poll(0, SelectMode.SelectRead))
        {
            var socket = _listener.Accept();
            socket.NoDelay = true;
            socket.Blocking = false;
            var connection = new Connection(socket);
            _connections.Add(connection);
            _epoll.Watch(socket, _connections.Count - 1);
        }
    }

    private void Read(Connection connection)
    {
        var length = connection.Socket.Receive(_received, SocketFlags.None, out var error);
        if (error == SocketError.WouldBlock) return;
        if (length == 0 || error != SocketError.Success)
        {
            connection.Open = false;
            connection.Socket.Dispose();
            return;
        }
        // The requests are ours or pass through what is measured: small, and with one head and body each.
        var request = _received.AsSpan(0, length);
        if (request.StartsWith("GET "u8)) Send(connection, StreamPlan.Models);
        else if (request.StartsWith("POST "u8)) Begin(connection);
    }

    private void Begin(Connection connection)
    {
        connection.Left = _plan.Chunks ?? 1;
        Send(connection, StreamPlan.Head);
        _due.Enqueue(connection, Stopwatch.GetTimestamp() + _plan.GapTicks);
    }

    private void SendDue()
    {
        while (_due.TryPeek(out var connection, out var at) && at <= Stopwatch.GetTimestamp())
        {
            _due.Dequeue();
            if (!connection.Open) continue;
            if (connection.Left > 0)
            {
                connection.Left--;
                Utf8Formatter.TryFormat(Stopwatch.GetTimestamp(), _piece.AsSpan(_digits, StreamPlan.Digits), out _, new System.Buffers.StandardFormat('D', StreamPlan.Digits));
                Send(connection, _piece);
                if (_plan.Chunks is not null) _due.Enqueue(connection, at + _plan.GapTicks);
            }
            else
            {
                Send(connection, StreamPlan.Tail);
            }
        }
    }

    private void Send(Connection connection, byte[] bytes)
    {
        var sent = connection.Socket.Send(bytes, SocketFlags.None, out var error);
        if (error is SocketError.ConnectionReset or SocketError.Shutdown or SocketError.ConnectionAborted) connection.Open = false;
        else if (error != SocketError.Success || sent != bytes.Length) _fault = $"a piece of {bytes.Length} bytes could not be sent at once ({error})";
    }

    private sealed class Connection(Socket socket)
    {
        public Socket Socket { get; } = socket;
        public bool Open { get; set; } = true;
        public int Left { get; set; }
    }
}
