using System.Net.Sockets;

namespace Ziggie.Engine.Host;

/// <summary>Listens on a Unix socket that only this user can reach.</summary>
internal sealed class EngineServer(string socketPath, EngineApi api)
{
    /// <summary>Runs until it is cancelled; then all connections are closed.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        File.Delete(socketPath);
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(socketPath));
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(socketPath, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        listener.Listen(512);
        await Console.Out.WriteLineAsync(EngineProgram.Ready.AsMemory(), stop);
        var connections = new HashSet<Task>();
        try
        {
            while (true)
            {
                var socket = await listener.AcceptAsync(stop);
                connections.RemoveWhere(c => c.IsCompleted);
                connections.Add(Task.Run(() => new EngineConnection(socket, api).RunAsync(stop), CancellationToken.None));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(connections);
        }
        finally
        {
            File.Delete(socketPath);
        }
    }
}
