using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Ziggie.Benchmarks.Macro.Streaming;

/// <summary>Many clients that read one stream each, on the calling thread.</summary>
internal sealed class StreamClients : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly Epoll _epoll = new();
    private readonly List<OneStream> _streams = [];
    private readonly byte[] _buffer = new byte[64 << 10];
    private readonly StreamRequest _request;
    private readonly int _count;
    private readonly TimeSpan _pace;

    private StreamClients(StreamRequest request, int count, TimeSpan pace, int chunks)
    {
        (_request, _count, _pace) = (request, count, pace);
        Delays = new Delays(count * chunks);
    }

    public Delays Delays { get; }

    /// <summary>Reads every stream to its end, on a thread of its own.</summary>
    /// <param name="pace">From one start to the next: spread, as strangers would come.</param>
    public static Task<Delays> ReadAllAsync(StreamRequest request, int count, int chunks, TimeSpan pace, CancellationToken cancel) => Task.Factory.StartNew(() =>
    {
        using var clients = new StreamClients(request, count, pace, chunks);
        clients.Run(s => s.Finished, cancel);
        if (clients.Delays.Count != count * chunks) throw new BenchmarkException($"{clients.Delays.Count} chunks came where {count * chunks} were due");
        return clients.Delays;
    }, cancel, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>Opens streams that fall silent after their first piece. They stay open until the result is disposed.</summary>
    public static Task<StreamClients> OpenAsync(StreamRequest request, int count, TimeSpan pace, CancellationToken cancel) => Task.Factory.StartNew(() =>
    {
        var clients = new StreamClients(request, count, pace, 1);
        try
        {
            clients.Run(s => s.Chunks > 0, cancel);
            return clients;
        }
        catch
        {
            clients.Dispose();
            throw;
        }
    }, cancel, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>Throws where one of the streams was closed from the other side.</summary>
    public void EnsureOpen()
    {
        foreach (var token in _epoll.Wait(0))
        {
            _streams[token].Read(_buffer, _request.End, Delays);
            Check(token);
        }
    }

    public void Dispose()
    {
        foreach (var stream in _streams) stream.Dispose();
        _epoll.Dispose();
    }

    private void Run(Func<OneStream, bool> isDone, CancellationToken cancel)
    {
        var start = Stopwatch.GetTimestamp();
        var done = 0;
        while (done < _count)
        {
            cancel.ThrowIfCancellationRequested();
            var elapsed = Stopwatch.GetElapsedTime(start);
            if (elapsed > s_patience) throw new BenchmarkException($"{_count - done} of {_count} streams were not done after {s_patience.TotalSeconds} s");
            while (_streams.Count < _count && _streams.Count * _pace <= elapsed) Open();
            foreach (var token in _epoll.Wait(_streams.Count < _count ? 1 : 50))
            {
                var stream = _streams[token];
                if (isDone(stream)) continue;
                stream.Read(_buffer, _request.End, Delays);
                Check(token);
                if (isDone(stream)) done++;
            }
        }
    }

    private void Check(int token)
    {
        if (_streams[token].Fault is { } fault) throw new BenchmarkException($"stream {token}: {fault}");
    }

    private void Open()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        _streams.Add(new OneStream(socket));
        socket.Connect(IPAddress.Loopback, _request.Port);
        socket.Blocking = false;
        socket.Send(_request.Bytes);
        _epoll.Watch(socket, _streams.Count - 1);
    }
}
