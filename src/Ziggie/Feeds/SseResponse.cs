using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Ziggie.Feeds;

/// <summary>An event stream over HTTP: events with ids, comments while there are none, and an end when nobody takes them.</summary>
internal sealed class SseResponse : IDisposable
{
    private static readonly byte[] Ping = ": ping\n\n"u8.ToArray();
    private readonly HttpContext _context;
    private readonly FeedLimits _limits;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _writing = new(1, 1);

    private SseResponse(HttpContext context, FeedLimits limits, TimeProvider time) => (_context, _limits, _time) = (context, limits, time);

    /// <summary>Sends headers, then what <paramref name="body"/> writes, with pings beside it; returns when the body or <paramref name="cancel"/> ends it.</summary>
    public static async Task RunAsync(HttpContext context, FeedLimits limits, TimeProvider time, Func<SseResponse, CancellationToken, Task> body, CancellationToken cancel)
    {
        var headers = context.Response.Headers;
        headers.ContentType = "text/event-stream";
        headers.CacheControl = "no-store";
        // Nginx would gather the events otherwise.
        headers["X-Accel-Buffering"] = "no";
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        using var sse = new SseResponse(context, limits, time);
        var pinging = Task.CompletedTask;
        try
        {
            await context.Response.StartAsync(over.Token);
            // The first bytes tell the client (and proxies) that the stream is open.
            await sse.WriteAsync(Ping, over.Token);
            pinging = sse.PingAsync(over.Token);
            await body(sse, over.Token);
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested || context.RequestAborted.IsCancellationRequested)
        {
        }
        finally
        {
            await over.CancelAsync();
            await pinging;
        }
    }

    /// <param name="type">Null for an event without a name, which browsers hand over as a message.</param>
    public Task SendAsync(long id, string? type, ReadOnlyMemory<byte> json, CancellationToken cancel)
    {
        var output = new ArrayBufferWriter<byte>(json.Length + 128);
        output.Write(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"id: {id}\n{(type is null ? "" : $"event: {type}\n")}data: ")));
        output.Write(json.Span);
        output.Write("\n\n"u8);
        return WriteAsync(output.WrittenMemory, cancel);
    }

    public void Dispose() => _writing.Dispose();

    private async Task PingAsync(CancellationToken cancel)
    {
        using var timer = new PeriodicTimer(_limits.PingInterval, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(cancel)) await WriteAsync(Ping, cancel);
        }
        catch (OperationCanceledException)
        {
        }
    }

    private async Task WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancel)
    {
        await _writing.WaitAsync(cancel);
        try
        {
            using var timeout = new CancellationTokenSource(_limits.SendTimeout, _time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancel);
            FlushResult flushed;
            try
            {
                flushed = await _context.Response.BodyWriter.WriteAsync(bytes, either.Token);
            }
            catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
            {
                _context.Abort();
                throw;
            }
            if (flushed.IsCompleted) throw new OperationCanceledException("The client left.");
        }
        finally
        {
            _writing.Release();
        }
    }
}
