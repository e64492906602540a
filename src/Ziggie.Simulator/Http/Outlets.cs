using System.Net.Sockets;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace Ziggie.Simulator.Http;

/// <summary>Where a reply's bytes go. Each call leaves the machine before it returns.</summary>
internal interface IOutlet
{
    ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation);
}

/// <summary>There is nobody left to send to.</summary>
internal sealed class CallerLeftException() : OperationCanceledException("The caller left.");

/// <summary>As they come.</summary>
internal sealed class HttpOutlet(HttpResponse response) : IOutlet
{
    private readonly Socket? _socket = response.HttpContext.Features.Get<IConnectionSocketFeature>()?.Socket;

    public async ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        var sent = bytes.IsEmpty ? default : await response.BodyWriter.WriteAsync(bytes, cancellation);
        cancellation.ThrowIfCancellationRequested();
        // Kestrel takes bytes for a lost connection until its token gets round to saying so: a fast reply would all be said into the void.
        if (sent.IsCompleted || _socket is { Connected: false }) throw new CallerLeftException();
    }
}

/// <summary>Byte by byte, a gap between them.</summary>
internal sealed class SlowOutlet(IOutlet inner, TimeSpan gap, TimeProvider time) : IOutlet
{
    public async ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        for (var i = 0; i < bytes.Length; i++)
        {
            if (gap > TimeSpan.Zero) await Task.Delay(gap, time, cancellation);
            await inner.SendAsync(bytes.Slice(i, 1), cancellation);
        }
    }
}

/// <summary>Cut after the first byte of every character that has several.</summary>
internal sealed class SplitOutlet(IOutlet inner) : IOutlet
{
    private const byte FirstOfSeveral = 0xC0;

    public async ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        while (bytes.Span.IndexOfAnyInRange(FirstOfSeveral, byte.MaxValue) is var found and >= 0)
        {
            await inner.SendAsync(bytes[..(found + 1)], cancellation);
            bytes = bytes[(found + 1)..];
        }
        await inner.SendAsync(bytes, cancellation);
    }
}
