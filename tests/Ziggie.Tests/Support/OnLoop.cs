using System.Net;
using System.Net.Sockets;
using Ziggie.Transport;
using Ziggie.Transport.Epoll;

namespace Ziggie.Tests.Support;

/// <summary>Runs something on a loop of sockets, as what comes from a client does.</summary>
internal static class OnLoop
{
    public static async Task RunAsync(Func<Task> what)
    {
        var cancel = TestContext.Current.CancellationToken;
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(1);
        using var theirs = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await theirs.ConnectAsync(listener.LocalEndPoint!, cancel);
        using var ours = EpollSocket.Take(await listener.AcceptAsync(cancel));
        Assert.Equal(ReadySocket.Nothing, ours.TryReceive(new byte[1]));
        var run = new Run(what);
        ours.WhenReadable(run);
        await theirs.SendAsync(new byte[1], cancel);
        await run.Done.WaitAsync(cancel);
    }

    private sealed class Run(Func<Task> what) : IReadable
    {
        private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Done => _done.Task;

        public async void Readable()
        {
            try
            {
                await what();
                _done.SetResult();
            }
            catch (Exception e)
            {
                _done.SetException(e);
            }
        }
    }
}
