using System.Net;
using System.Net.Sockets;
using System.Text;
using Ziggie.Tests.Support;
using Ziggie.Transport;
using Ziggie.Transport.Epoll;

namespace Ziggie.Tests.Transport;

/// <summary>Both kinds of socket against a plain one of the runtime.</summary>
public abstract class ReadySocketTests : IAsyncDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly List<IDisposable> _opened = [];

    protected ReadySocketTests()
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen(16);
    }

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    protected IPEndPoint EndPoint => (IPEndPoint)_listener.LocalEndPoint!;

    [Fact]
    public async Task What_was_sent_before_it_is_read_is_there_at_once()
    {
        var (ours, theirs) = await PairAsync();
        await theirs.SendAsync("hello"u8.ToArray(), Cancel);

        Assert.Equal("hello", await ReadAsync(ours, 5));
        Assert.Equal(ReadySocket.Nothing, ours.TryReceive(new byte[8]));
    }

    [Fact]
    public async Task A_reader_is_told_once_of_each_arrival()
    {
        var (ours, theirs) = await PairAsync();
        for (var i = 0; i < 100; i++)
        {
            Assert.Equal(ReadySocket.Nothing, ours.TryReceive(new byte[8]));
            var reader = new Told();
            ours.WhenReadable(reader);
            Assert.Equal(0, reader.Count);
            await theirs.SendAsync(new[] { (byte)i }, Cancel);
            await reader.Task.WaitAsync(Cancel);
            var got = new byte[8];
            Assert.Equal(1, ours.TryReceive(got));
            Assert.Equal(i, got[0]);
            Assert.Equal(1, reader.Count);
        }
    }

    [Fact]
    public async Task More_than_there_is_room_for_comes_in_several_reads()
    {
        var (ours, theirs) = await PairAsync();
        await theirs.SendAsync("abcdefgh"u8.ToArray(), Cancel);

        Assert.Equal("abcd", await ReadAsync(ours, 4));
        Assert.Equal("efgh", await ReadAsync(ours, 4));
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task The_end_is_told_and_stays(bool beforeTheWait)
    {
        var (ours, theirs) = await PairAsync();
        Assert.Equal(ReadySocket.Nothing, ours.TryReceive(new byte[8]));
        if (beforeTheWait) theirs.Dispose();
        var reader = new Told();
        ours.WhenReadable(reader);
        if (!beforeTheWait) theirs.Dispose();
        await reader.Task.WaitAsync(Cancel);
        Assert.Equal(0, ours.TryReceive(new byte[8]));
        Assert.Equal(0, ours.TryReceive(new byte[8]));
    }

    [Fact]
    public async Task Bytes_and_the_end_that_come_together_are_both_read()
    {
        var (ours, theirs) = await PairAsync();
        await theirs.SendAsync("bye"u8.ToArray(), Cancel);
        theirs.Shutdown(SocketShutdown.Send);

        Assert.Equal("bye", await ReadAsync(ours, 3));
        Assert.Equal("", await ReadAsync(ours, 1));
    }

    [Fact]
    public async Task A_reset_is_no_end()
    {
        var (ours, theirs) = await PairAsync();
        var reader = new Told();
        Assert.Equal(ReadySocket.Nothing, ours.TryReceive(new byte[8]));
        ours.WhenReadable(reader);
        theirs.LingerState = new LingerOption(true, 0);
        theirs.Dispose();
        await reader.Task.WaitAsync(Cancel);
        Assert.Equal(SocketError.ConnectionReset, Assert.Throws<SocketException>(() => ours.TryReceive(new byte[8])).SocketErrorCode);
    }

    [Fact]
    public async Task A_send_waits_for_room_and_everything_arrives_in_order()
    {
        var (ours, theirs) = await PairAsync();
        var bytes = new byte[16 << 20];
        new Random(7).NextBytes(bytes);
        var sending = Task.Run(async () =>
        {
            ReadOnlyMemory<byte> left = bytes;
            while (!left.IsEmpty) left = left[await ours.SendAsync(left)..];
        }, Cancel);
        var got = new byte[bytes.Length];
        for (var at = 0; at < got.Length;)
        {
            var read = await theirs.ReceiveAsync(got.AsMemory(at), Cancel);
            Assert.NotEqual(0, read);
            at += read;
        }
        await sending;
        Assert.True(got.AsSpan().SequenceEqual(bytes));
    }

    [Fact]
    public async Task Closing_it_ends_every_wait_and_every_call_after_it()
    {
        var (ours, _) = await PairAsync();
        Assert.Equal(ReadySocket.Nothing, ours.TryReceive(new byte[8]));
        var reader = new Told();
        ours.WhenReadable(reader);
        var sending = Task.Run(async () =>
        {
            while (true) await ours.SendAsync(new byte[1 << 20]);
        }, Cancel);

        ours.Dispose();
        ours.Dispose();
        ours.Shutdown(SocketShutdown.Both);
        await reader.Task.WaitAsync(Cancel);
        Assert.ThrowsAny<Exception>(() => ours.TryReceive(new byte[8]));
        await Assert.ThrowsAnyAsync<Exception>(() => sending.WaitAsync(Cancel));
        var after = new Told();
        ours.WhenReadable(after);
        await after.Task.WaitAsync(Cancel);
    }

    [Fact]
    public async Task Shutting_it_down_wakes_the_reader()
    {
        var (ours, _) = await PairAsync();
        Assert.Equal(ReadySocket.Nothing, ours.TryReceive(new byte[8]));
        var reader = new Told();
        ours.WhenReadable(reader);
        ours.Shutdown(SocketShutdown.Both);
        await reader.Task.WaitAsync(Cancel);
        Assert.Equal(0, ours.TryReceive(new byte[8]));
    }

    [Fact]
    public async Task A_released_socket_serves_elsewhere()
    {
        var (ours, theirs) = await PairAsync();
        Assert.Equal(ReadySocket.Nothing, ours.TryReceive(new byte[8]));
        using var socket = ours.Release();
        await theirs.SendAsync("ping"u8.ToArray(), Cancel);
        var got = new byte[8];
        Assert.Equal(4, await socket.ReceiveAsync(got, Cancel));
        Assert.Equal(4, await socket.SendAsync(got.AsMemory(0, 4), Cancel));
        Assert.Equal(4, await theirs.ReceiveAsync(got, Cancel));
        Assert.Equal(((IPEndPoint)theirs.LocalEndPoint!).Port, ((IPEndPoint)socket.RemoteEndPoint!).Port);
    }

    [Fact]
    public async Task A_connection_that_nobody_takes_is_refused()
    {
        var free = EndPoint;
        _listener.Dispose();
        var refused = await Assert.ThrowsAsync<SocketException>(() => ConnectAsync(free, Cancel).AsTask());
        Assert.Equal(SocketError.ConnectionRefused, refused.SocketErrorCode);
    }

    [Fact]
    public async Task A_connect_that_hangs_can_be_cancelled()
    {
        // A listener whose queue is full answers nobody further.
        using var full = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        full.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        full.Listen(1);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var connecting = new List<Task<ReadySocket>>();
        for (var i = 0; i < 8; i++) connecting.Add(ConnectAsync((IPEndPoint)full.LocalEndPoint!, stop.Token).AsTask());
        var hanging = connecting.Where(c => !c.IsCompleted).ToList();
        Assert.NotEmpty(hanging);
        await stop.CancelAsync();
        foreach (var one in hanging)
        {
            try
            {
                (await one.WaitAsync(Cancel)).Dispose();
            }
            catch (OperationCanceledException)
            {
                // As asked.
            }
        }
        Assert.Contains(hanging, h => h.IsCanceled);
        foreach (var done in connecting.Where(c => c.IsCompletedSuccessfully)) (await done).Dispose();
    }

    public ValueTask DisposeAsync()
    {
        foreach (var one in _opened) one.Dispose();
        _listener.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    private protected abstract ReadySocket Take(Socket socket);

    private protected abstract ValueTask<ReadySocket> ConnectAsync(IPEndPoint endpoint, CancellationToken cancel);

    private protected static async Task<string> ReadAsync(ReadySocket socket, int most)
    {
        var into = new byte[most];
        while (true)
        {
            var read = socket.TryReceive(into);
            if (read != ReadySocket.Nothing) return Encoding.ASCII.GetString(into, 0, read);
            var reader = new Told();
            socket.WhenReadable(reader);
            await reader.Task.WaitAsync(Cancel);
        }
    }

    private protected async Task<(ReadySocket Ours, Socket Theirs)> PairAsync()
    {
        var theirs = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        var connecting = theirs.ConnectAsync(EndPoint, Cancel);
        var ours = Take(await _listener.AcceptAsync(Cancel));
        await connecting;
        _opened.AddRange([theirs, ours]);
        return (ours, theirs);
    }

    private protected sealed class Told : IReadable
    {
        private readonly TaskCompletionSource _told = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Count { get; private set; }

        public Task Task => _told.Task;

        public void Readable()
        {
            Count++;
            _told.TrySetResult();
        }
    }
}

/// <summary>The runtime's way, on every system.</summary>
public sealed class RuntimeSocketTests : ReadySocketTests
{
    private protected override ReadySocket Take(Socket socket) => new RuntimeSocket(socket);

    private protected override async ValueTask<ReadySocket> ConnectAsync(IPEndPoint endpoint, CancellationToken cancel) => await RuntimeSocket.OpenAsync(endpoint, cancel);
}

/// <summary>In a loop.</summary>
public sealed class EpollSocketTests : ReadySocketTests
{
    [Fact]
    public Task Who_waits_on_a_loop_goes_on_there_and_connects_there() => OnLoop.RunAsync(async () =>
    {
        var loop = ReadySocket.CurrentLoop;
        Assert.InRange(loop, 0, ReadySocket.MostLoops - 1);
        using var connected = await EpollSocket.OpenAsync(EndPoint, CancellationToken.None);
        Assert.Equal(loop, connected.Loop);
        Assert.Equal(loop, ReadySocket.CurrentLoop);
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        Assert.Equal(ReadySocket.Nothing, ReadySocket.CurrentLoop);
    });

    [Fact]
    public async Task The_other_sides_end_is_known_without_reading()
    {
        var (ours, theirs) = await PairAsync();
        Assert.False(ours.Ended);
        theirs.Dispose();
        await Eventually.TrueAsync(() => Task.FromResult(ours.Ended));
    }

    private protected override ReadySocket Take(Socket socket) => EpollSocket.Take(socket);

    private protected override async ValueTask<ReadySocket> ConnectAsync(IPEndPoint endpoint, CancellationToken cancel) => await EpollSocket.OpenAsync(endpoint, cancel);
}
