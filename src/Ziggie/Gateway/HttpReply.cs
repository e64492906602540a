using System.Buffers;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using Ziggie.Admission;
using Ziggie.Http;
using Ziggie.Wire;

namespace Ziggie.Gateway;

/// <summary>A reply to an HTTP request.</summary>
internal sealed class HttpReply(HttpContext context, KeyLimiter limiter, TimeProvider time) : IReply
{
    private ReplyWriter? _writer;

    public bool Started { get; private set; }

    public IBufferWriter<byte> Output => context.Response.BodyWriter;

    public void Start(Exchange exchange, int status, string contentType, long length)
    {
        if (Started) return;
        Started = true;
        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = contentType;
        if (length >= 0) response.ContentLength = length;
        else response.Headers.CacheControl = "no-cache";
        Describe(exchange);
    }

    public async ValueTask FlushAsync()
    {
        var result = await context.Response.BodyWriter.FlushAsync();
        if (result.IsCompleted || result.IsCanceled) throw new OperationCanceledException("The caller left.");
    }

    public ReplyTranslation Translate(Exchange exchange, IBufferWriter<byte> buffer)
    {
        _writer = CreateWriter(exchange, exchange.ReadRequest(), buffer);
        return new(_writer, _writer);
    }

    /// <summary>Tells a failure: as the whole reply where nothing was sent yet, else in the stream, which then ends without its closing frame.</summary>
    public async ValueTask FailAsync(Exchange exchange, AttemptResult result)
    {
        if (!Started)
        {
            Describe(exchange);
            if (result.Verbatim is { } verbatim)
            {
                await ErrorReply.WriteAsync(context, verbatim.Status, verbatim.ContentType, verbatim.Body);
                return;
            }
            await ErrorReply.WriteAsync(context, exchange.Door!.ErrorShape, result.Error!);
            return;
        }
        using var buffer = PooledBuffer.Rent();
        // The request itself may not be readable any more, and an error needs none of it.
        var request = exchange.Request ?? new ModelRequest { Operation = exchange.Door!.Format.Operation, Model = exchange.RequestedModel, Stream = true };
        CreateWriter(exchange, request, buffer).Error(result.Error!);
        Output.Write(buffer.WrittenSpan);
        await context.Response.BodyWriter.FlushAsync();
    }

    private ReplyWriter CreateWriter(Exchange exchange, ModelRequest request, IBufferWriter<byte> buffer) => exchange.Door!.Format.CreateWriter(
        new ReplyContext(exchange.Id, exchange.RequestedModel.Length > 0 ? exchange.RequestedModel : exchange.Target?.Model.Name ?? "", DateTimeOffset.FromUnixTimeMilliseconds(exchange.StartedAtUnix), request, time)
        {
            StartedAt = exchange.StartedAt,
            Backend = exchange.Target?.Backend.Name,
        },
        buffer);

    private void Describe(Exchange exchange)
    {
        var headers = context.Response.Headers;
        headers["x-request-id"] = exchange.Id;
        if (exchange.Target is { } target)
        {
            headers["x-ziggie-backend"] = target.Backend.Name;
            headers["x-ziggie-model"] = HeaderText.Safe(target.Model.Name);
            headers["x-ziggie-route"] = exchange.Route;
        }
        if (exchange.QueuedTicks > 0) headers["x-ziggie-queue-ms"] = (exchange.QueuedTicks * 1000 / time.TimestampFrequency).ToString(CultureInfo.InvariantCulture);
        if (exchange.Dropped is { Names.Count: > 0 } dropped) headers["x-ziggie-dropped"] = HeaderText.Safe(string.Join(", ", dropped.Names));
        if (limiter.Left(exchange.Caller) is { } left) RateLimitHeaders.Write(headers, left);
    }
}
