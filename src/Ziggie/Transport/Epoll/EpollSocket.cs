using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Ziggie.Transport.Epoll;

/// <summary>
/// A socket in an <see cref="EpollLoop"/>. For each direction it knows whether the kernel may have something, so that no call is made in vain:
/// a read that did not fill its room has emptied the socket, and the loop tells when there is more.
/// </summary>
internal sealed class EpollSocket : ReadySocket
{
    private const int Idle = 0, Ready = 1, Waiting = 2;

    private readonly Descriptor _descriptor;
    private readonly EpollLoop _loop;
    private IReadable? _reader;
    private TaskCompletionSource? _writer;

    // At first the loop tells what is there already, so that whoever opens many does not also serve them.
    private int _read;
    private int _write;
    private bool _ended;
    private int _closed;

    private EpollSocket(Descriptor descriptor, EpollLoop loop, bool connected)
    {
        (_descriptor, _loop, _write) = (descriptor, loop, connected ? Ready : Idle);
        loop.Add(this, descriptor);
    }

    /// <summary>Which of the loop's sockets it is.</summary>
    public ulong Mark { get; set; }

    public override int Loop => _loop.Number;

    public override bool Ended => Volatile.Read(ref _ended);

    /// <summary>Takes over a socket that nobody has waited on.</summary>
    public static EpollSocket Take(Socket socket) => Create(Descriptor.Of(socket), EpollLoop.Next, connected: true);

    /// <summary>Takes over a listening socket, for <see cref="TryAccept"/>.</summary>
    public static EpollSocket TakeListening(Socket socket)
    {
        var descriptor = Descriptor.Of(socket);
        Libc.NeverBlock(descriptor);
        return Create(descriptor, EpollLoop.Next, connected: false);
    }

    public static async ValueTask<EpollSocket> OpenAsync(EndPoint endpoint, CancellationToken cancel)
    {
        var descriptor = Open(endpoint.AddressFamily);
        var (pending, error) = (false, 0);
        var address = endpoint.Serialize();
        if (Libc.Connect(descriptor, address.Buffer.Span[..address.Size]) != 0)
        {
            error = Marshal.GetLastPInvokeError();
            pending = error is Libc.InProgress or Libc.Interrupted;
            if (!pending)
            {
                descriptor.Dispose();
                throw Libc.Failure(error);
            }
        }
        var socket = Create(descriptor, EpollLoop.Mine, connected: !pending);
        if (pending) await socket.AwaitConnectAsync(cancel);
        return socket;
    }

    public override int TryReceive(Span<byte> into)
    {
        if (Volatile.Read(ref _read) != Ready) return Nothing;
        // Before the call: what comes during it is told again.
        Interlocked.Exchange(ref _read, Idle);
        while (true)
        {
            var read = Libc.Receive(_descriptor, into);
            if (read >= 0)
            {
                if (read == into.Length || read == 0 || Ended) Volatile.Write(ref _read, Ready);
                return read;
            }
            var error = Marshal.GetLastPInvokeError();
            if (error == Libc.Again) return Nothing;
            if (error == Libc.Interrupted) continue;
            Volatile.Write(ref _read, Ready);
            throw Libc.Failure(error);
        }
    }

    /// <summary>A connection of this listening socket, given to the next loop; false where there is none yet. Throws as <see cref="TryReceive"/> does.</summary>
    /// <param name="address">Filled with where it comes from, as the system writes it.</param>
    public bool TryAccept(Span<byte> address, [NotNullWhen(true)] out EpollSocket? accepted)
    {
        accepted = null;
        Interlocked.Exchange(ref _read, Idle);
        while (true)
        {
            var number = Libc.Accept(_descriptor, address);
            if (number >= 0)
            {
                Volatile.Write(ref _read, Ready);
                accepted = Create(new Descriptor(number), EpollLoop.Next, connected: true);
                return true;
            }
            var error = Marshal.GetLastPInvokeError();
            if (error == Libc.Again) return false;
            if (error == Libc.Interrupted) continue;
            Volatile.Write(ref _read, Ready);
            throw Libc.Failure(error);
        }
    }

    public override void WhenReadable(IReadable reader)
    {
        _reader = reader;
        if (Interlocked.CompareExchange(ref _read, Waiting, Idle) == Idle)
        {
            // Closed in between, nobody else tells.
            if (Volatile.Read(ref _closed) == 0 || Interlocked.CompareExchange(ref _read, Ready, Waiting) != Waiting) return;
        }
        TellReader();
    }

    public override ValueTask<int> SendAsync(ReadOnlyMemory<byte> bytes)
    {
        var sent = TrySend(bytes.Span);
        return sent == Nothing ? SendLaterAsync(bytes) : new(sent);
    }

    public override void Shutdown(SocketShutdown how)
    {
        try
        {
            _ = Libc.Shutdown(_descriptor, (int)how);
        }
        catch (ObjectDisposedException)
        {
            // Closed already.
        }
    }

    public override void Dispose()
    {
        if (Interlocked.Exchange(ref _closed, 1) != 0) return;
        _loop.Remove(Mark, _descriptor);
        _descriptor.Dispose();
        // Elsewhere: the caller may hold locks, and those who wait do not count on being called from here.
        if (Interlocked.Exchange(ref _read, Ready) == Waiting) ThreadPool.UnsafeQueueUserWorkItem(static s => s.TellReader(), this, preferLocal: false);
        if (Interlocked.Exchange(ref _write, Ready) == Waiting) ThreadPool.UnsafeQueueUserWorkItem(static s => s.TellWriter(), this, preferLocal: false);
    }

    public override Socket Release()
    {
        _closed = 1;
        _loop.Remove(Mark, _descriptor);
        return _descriptor.ToSocket();
    }

    /// <summary>What the loop saw.</summary>
    public void Happened(uint events)
    {
        if ((events & (Libc.PeerHangUp | Libc.HangUp | Libc.Error)) != 0) Volatile.Write(ref _ended, true);
        if ((events & ~Libc.Out) != 0 && Interlocked.Exchange(ref _read, Ready) == Waiting) TellReader();
        if ((events & (Libc.Out | Libc.HangUp | Libc.Error)) != 0 && Interlocked.Exchange(ref _write, Ready) == Waiting) TellWriter();
    }

    private static EpollSocket Create(Descriptor descriptor, EpollLoop loop, bool connected)
    {
        try
        {
            return new EpollSocket(descriptor, loop, connected);
        }
        catch
        {
            descriptor.Dispose();
            throw;
        }
    }

    private static Descriptor Open(AddressFamily family)
    {
        var number = Libc.OpenSocket(family);
        return number >= 0 ? new Descriptor(number) : throw Libc.Failure(Marshal.GetLastPInvokeError());
    }

    private async ValueTask AwaitConnectAsync(CancellationToken cancel)
    {
        try
        {
            using (cancel.UnsafeRegister(static s => ((EpollSocket)s!).Dispose(), this)) await WaitWritableAsync();
            cancel.ThrowIfCancellationRequested();
            if (Libc.ConnectError(_descriptor) is not 0 and var error) throw Libc.Failure(error);
        }
        catch (ObjectDisposedException)
        {
            throw new OperationCanceledException(cancel);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    private int TrySend(ReadOnlySpan<byte> bytes)
    {
        if (Volatile.Read(ref _write) != Ready) return Nothing;
        while (true)
        {
            var sent = Libc.Send(_descriptor, bytes);
            if (sent >= 0) return sent;
            var error = Marshal.GetLastPInvokeError();
            if (error == Libc.Interrupted) continue;
            if (error != Libc.Again) throw Libc.Failure(error);
            // The event that there is room may come before this; then it is tried once more.
            Interlocked.Exchange(ref _write, Idle);
            sent = Libc.Send(_descriptor, bytes);
            if (sent < 0 && Marshal.GetLastPInvokeError() == Libc.Again) return Nothing;
            Volatile.Write(ref _write, Ready);
            if (sent >= 0) return sent;
        }
    }

    private async ValueTask<int> SendLaterAsync(ReadOnlyMemory<byte> bytes)
    {
        while (true)
        {
            await WaitWritableAsync();
            var sent = TrySend(bytes.Span);
            if (sent != Nothing) return sent;
        }
    }

    private Task WaitWritableAsync()
    {
        var writer = new TaskCompletionSource(EpollLoop.Current is null ? TaskCreationOptions.RunContinuationsAsynchronously : TaskCreationOptions.None);
        _writer = writer;
        if (Interlocked.CompareExchange(ref _write, Waiting, Idle) == Idle)
        {
            if (Volatile.Read(ref _closed) == 0 || Interlocked.CompareExchange(ref _write, Ready, Waiting) != Waiting) return writer.Task;
        }
        TellWriter();
        return writer.Task;
    }

    private void TellReader()
    {
        var reader = _reader;
        _reader = null;
        reader?.Readable();
    }

    private void TellWriter()
    {
        var writer = _writer;
        _writer = null;
        writer?.TrySetResult();
    }
}
