using System.Net.Sockets;
using Ziggie.Wire;

namespace Ziggie.Engine.Host;

/// <summary>A connection from the parent: requests one after the other. One that leaves in the middle cancels its request.</summary>
internal sealed class EngineConnection(Socket socket, EngineApi api)
{
    public async Task RunAsync(CancellationToken stop)
    {
        socket.Blocking = false;
        var reader = new RequestReader(socket);
        var outgoing = new Outgoing(socket);
        try
        {
            while (await reader.ReadAsync(stop) is { } request)
            {
                using var left = CancellationTokenSource.CreateLinkedTokenSource(stop);
                var reply = new HttpReply(outgoing);
                var handling = HandleAsync(request, reply, left.Token);
                var more = reader.MoreAsync(stop);
                if (await Task.WhenAny(handling, more) == more && !await StaysAsync(more)) await left.CancelAsync();
                await handling;
                await outgoing.DrainAsync();
                if (outgoing.IsBroken || !await more) return;
            }
        }
        catch (Exception e) when (e is SocketException or InvalidDataException or OperationCanceledException)
        {
            // The parent has gone, or closes; there is nobody to tell.
        }
        finally
        {
            socket.Dispose();
        }
    }

    private static async Task<bool> StaysAsync(Task<bool> more)
    {
        try
        {
            return await more;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private async Task HandleAsync(HttpRequest request, HttpReply reply, CancellationToken left)
    {
        try
        {
            await api.HandleAsync(request, reply, left);
        }
        catch (WireException e)
        {
            Tell(reply, e.Error);
        }
        catch (EngineException e)
        {
            Tell(reply, new WireError(e.Kind, e.Message, e.Code, e.Param));
        }
        catch (OperationCanceledException)
        {
            Tell(reply, new WireError(ErrorKind.Overloaded, "The engine is closing.", "engine.closing"));
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            Tell(reply, new WireError(ErrorKind.Internal, $"The engine failed: {e.GetType().Name}: {e.Message}", "engine.internal"));
            await Console.Error.WriteLineAsync(e.ToString());
        }
    }

    private static void Tell(HttpReply reply, WireError error)
    {
        if (!reply.HasStarted) reply.Error(error);
    }
}
