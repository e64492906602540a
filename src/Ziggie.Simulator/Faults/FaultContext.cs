using System.Buffers;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Ziggie.Simulator.Http;
using Ziggie.Wire;

namespace Ziggie.Simulator.Faults;

/// <summary>The request that meets a fault, and how far its answer is.</summary>
internal sealed class FaultContext(HttpContext http, Fault fault, SimulatedRequest request, SimulatorOptions options)
{
    /// <summary>A caller that does not close after our end of the connection is closed is not waited for longer.</summary>
    private static readonly TimeSpan Parting = TimeSpan.FromSeconds(5);

    public Fault Fault => fault;
    public HttpResponse Response => http.Response;
    public Dialect Dialect => options.Dialect;
    public SimulatorOptions Options => options;
    public CancellationToken Cancellation => http.RequestAborted;

    /// <summary>Streamed replies: writes into <see cref="Written"/>.</summary>
    public ReplyWriter? Writer { get; set; }

    /// <summary>What the writer wrote and is not sent yet.</summary>
    public ArrayBufferWriter<byte>? Written { get; set; }

    public IOutlet Outlet { get; set; } = new HttpOutlet(http.Response);

    public Framing Framing { get; set; }

    public Task WaitAsync(TimeSpan? duration) => Task.Delay(duration ?? Timeout.InfiniteTimeSpan, options.Time, Cancellation);

    public async ValueTask SendWrittenAsync()
    {
        await Outlet.SendAsync(Written!.WrittenMemory, Cancellation);
        Written.ResetWrittenCount();
    }

    /// <summary>RST.</summary>
    public void Reset()
    {
        request.BrokenByFault = true;
        http.Abort();
    }

    /// <summary>FIN, whatever HTTP still expects.</summary>
    public async ValueTask CloseAsync()
    {
        request.BrokenByFault = true;
        http.Features.GetRequiredFeature<IConnectionSocketFeature>().Socket.Shutdown(System.Net.Sockets.SocketShutdown.Send);
        // Aborting at once could overtake the FIN with a RST.
        await Task.Delay(Parting, options.Time, Cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        http.Abort();
    }

    /// <summary>Past HTTP, onto the connection. Only while nothing of an answer was sent.</summary>
    public async ValueTask SendRawAsync(ReadOnlyMemory<byte> bytes)
    {
        request.BrokenByFault = true;
        await http.Features.GetRequiredFeature<IConnectionSocketFeature>().Socket.SendAsync(bytes, Cancellation);
    }
}
