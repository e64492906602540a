using System.Buffers;
using System.Net.Security;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Ziggie.Transport;

namespace Ziggie.Backends.Upstream;

/// <summary>Bytes to and from a backend; the seam under which another way of moving them can be put.</summary>
internal abstract class UpstreamTransport
{
    public abstract ValueTask SendAsync(ReadOnlyMemory<byte> bytes);

    /// <summary>Zero at the end. A pending call ends with an exception when <see cref="Abort"/> is called.</summary>
    public abstract ValueTask<int> ReceiveAsync(Memory<byte> into);

    /// <summary>Closes at once, from any thread, any number of times.</summary>
    public abstract void Abort();

    /// <summary>The backend is known to have closed it.</summary>
    public virtual bool Ended => false;

    /// <summary>The loop that serves it, or <see cref="ReadySocket.Nothing"/>.</summary>
    public virtual int Loop => ReadySocket.Nothing;

    /// <summary>Who waits goes on within the loop, where nothing may block; else on the thread pool.</summary>
    public bool StaysOnLoop { get; set; }
}

/// <summary>TLS over a socket.</summary>
internal sealed class TlsTransport(SslStream stream, Socket socket) : UpstreamTransport
{
    public static async ValueTask<TlsTransport> OpenAsync(Socket socket, string host, CancellationToken cancel)
    {
        var stream = new SslStream(new NetworkStream(socket, ownsSocket: true));
        try
        {
            await stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = host }, cancel);
            return new TlsTransport(stream, socket);
        }
        catch
        {
            await stream.DisposeAsync();
            throw;
        }
    }

    public override ValueTask SendAsync(ReadOnlyMemory<byte> bytes) => stream.WriteAsync(bytes);

    public override ValueTask<int> ReceiveAsync(Memory<byte> into) => stream.ReadAsync(into);

    public override void Abort() => socket.Dispose();
}

/// <summary>A connection that is a pair of pipes within the process.</summary>
internal sealed class MemoryTransport(ConnectionContext connection) : UpstreamTransport
{
    public override async ValueTask SendAsync(ReadOnlyMemory<byte> bytes) => await connection.Transport.Output.WriteAsync(bytes);

    public override async ValueTask<int> ReceiveAsync(Memory<byte> into)
    {
        var result = await connection.Transport.Input.ReadAsync();
        if (result.IsCanceled) throw new IOException("The connection was closed.");
        var available = result.Buffer.Slice(0, Math.Min(result.Buffer.Length, into.Length));
        available.CopyTo(into.Span);
        connection.Transport.Input.AdvanceTo(available.End);
        return (int)available.Length;
    }

    public override void Abort()
    {
        connection.Transport.Input.CancelPendingRead();
        connection.Abort();
    }
}
