using System.Buffers;
using Microsoft.AspNetCore.Http;
using Ziggie.Admission;

namespace Ziggie.Gateway;

/// <summary>A reply through the web server.</summary>
internal sealed class ServerReply(HttpContext context, KeyLimiter limiter, TimeProvider time) : HttpReply(limiter, time)
{
    public override IBufferWriter<byte> Output => context.Response.BodyWriter;

    public override IDisposable Watch(Exchange exchange) =>
        context.RequestAborted.UnsafeRegister(static x => ((Exchange)x!).Abort(AbortReason.CallerLeft), exchange);

    public override async ValueTask FlushAsync()
    {
        var result = await context.Response.BodyWriter.FlushAsync();
        if (result.IsCompleted || result.IsCanceled) throw new OperationCanceledException("The caller left.");
    }

    // The server sends what is left when the request ends, together with the end mark.
    public override ValueTask CompleteAsync() => ValueTask.CompletedTask;

    public override void Abort() => context.Abort();

    public override void Header(string name, string value) => context.Response.Headers[name] = value;

    protected override void Head(int status, string contentType, long length)
    {
        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = contentType;
        if (length >= 0) response.ContentLength = length;
    }

    protected override void EndHead()
    {
    }
}
