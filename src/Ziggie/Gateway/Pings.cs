using System.Buffers;
using Ziggie.Wire;

namespace Ziggie.Gateway;

/// <summary>Keeps a waiting event stream alive with comments, so that no proxy or client between takes a loading model for a dead line.</summary>
internal static class Pings
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(15);

    /// <summary>Awaits what comes from the backend; before the first content of an SSE reply a comment goes out every 15 s.</summary>
    public static ValueTask<T> WaitAsync<T>(Relay relay, ValueTask<T> coming, TimeProvider time)
    {
        var exchange = relay.Exchange;
        var pings = exchange.Stream && exchange.Door?.Format.Framing == Framing.Sse && !exchange.Meter.HasContent;
        return coming.IsCompleted || !pings ? coming : WaitAsync(relay, coming.AsTask(), time);
    }

    private static async ValueTask<T> WaitAsync<T>(Relay relay, Task<T> coming, TimeProvider time)
    {
        while (true)
        {
            try
            {
                return await coming.WaitAsync(s_interval, time);
            }
            catch (TimeoutException) when (!coming.IsCompleted)
            {
                if (!relay.Reply.Started) relay.Reply.Start(relay.Exchange, 200, "text/event-stream", -1);
                relay.Reply.Output.Write(": ping\n\n"u8);
                await relay.Reply.FlushAsync();
            }
        }
    }
}
