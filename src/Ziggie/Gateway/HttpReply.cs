using System.Buffers;
using System.Globalization;
using Ziggie.Admission;
using Ziggie.Http;
using Ziggie.Wire;

namespace Ziggie.Gateway;

/// <summary>A reply to an HTTP request: what its head says, and how a failure is told. What lies below it moves the bytes.</summary>
internal abstract class HttpReply(KeyLimiter limiter, TimeProvider time) : IReply
{
    private ReplyWriter? _writer;

    protected TimeProvider Time => time;

    public bool Started { get; private set; }

    public abstract IBufferWriter<byte> Output { get; }

    /// <summary>From now on a caller that leaves ends the exchange, until the result is disposed.</summary>
    public abstract IDisposable? Watch(Exchange exchange);

    public void Start(Exchange exchange, int status, string contentType, long length)
    {
        if (Started) return;
        Started = true;
        Head(status, contentType, length);
        if (length < 0) Header("Cache-Control", "no-cache");
        Describe(exchange);
        EndHead();
    }

    public abstract ValueTask FlushAsync();

    public ReplyTranslation Translate(Exchange exchange, IBufferWriter<byte> buffer)
    {
        _writer = CreateWriter(exchange, exchange.ReadRequest(), buffer);
        return new(_writer, _writer);
    }

    /// <summary>Ends a reply that was given whole.</summary>
    public abstract ValueTask CompleteAsync();

    /// <summary>Ends the connection, so that the caller does not take what it got for the whole.</summary>
    public abstract void Abort();

    /// <summary>Tells a failure: as the whole reply where nothing was sent yet, else in the stream, which then ends without its closing frame.</summary>
    public async ValueTask FailAsync(Exchange exchange, AttemptResult result)
    {
        if (!Started)
        {
            if (result.Verbatim is { } verbatim) await TellAsync(exchange, verbatim.Status, verbatim.ContentType, verbatim.Body, null);
            else await FailAsync(exchange, exchange.Door!.ErrorShape, result.Error!);
            return;
        }
        using var buffer = PooledBuffer.Rent();
        // The request itself may not be readable any more, and an error needs none of it.
        var request = exchange.Request ?? new ModelRequest { Operation = exchange.Door!.Format.Operation, Model = exchange.RequestedModel, Stream = true };
        CreateWriter(exchange, request, buffer).Error(result.Error!);
        Output.Write(buffer.WrittenSpan);
        await CompleteAsync();
    }

    /// <summary>Tells what is wrong with a request; nothing was sent before.</summary>
    /// <param name="exchange">Null where the request did not get that far.</param>
    public ValueTask FailAsync(Exchange? exchange, ErrorShape shape, WireError error) =>
        TellAsync(exchange, error.Status, ErrorReply.ContentType(shape), ErrorReply.Body(shape, error), ErrorReply.RetryAfter(error));

    public abstract void Header(string name, string value);

    protected abstract void Head(int status, string contentType, long length);

    protected abstract void EndHead();

    private ValueTask TellAsync(Exchange? exchange, int status, string contentType, ReadOnlyMemory<byte> body, string? retryAfter)
    {
        Started = true;
        Head(status, contentType, body.Length);
        if (status == 401) Header("WWW-Authenticate", "Bearer");
        if (retryAfter is not null) Header("Retry-After", retryAfter);
        if (exchange is not null) Describe(exchange);
        EndHead();
        Output.Write(body.Span);
        return CompleteAsync();
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
        Header("x-request-id", exchange.Id);
        if (exchange.Target is { } target)
        {
            Header("x-ziggie-backend", target.Backend.Name);
            Header("x-ziggie-model", HeaderText.Safe(target.Model.Name));
            Header("x-ziggie-route", exchange.Route);
        }
        if (exchange.QueuedTicks > 0) Header("x-ziggie-queue-ms", (exchange.QueuedTicks * 1000 / time.TimestampFrequency).ToString(CultureInfo.InvariantCulture));
        if (exchange.Dropped is { Names.Count: > 0 } dropped) Header("x-ziggie-dropped", HeaderText.Safe(string.Join(", ", dropped.Names)));
        if (limiter.Left(exchange.Caller) is { } left) RateLimitHeaders.Write(this, left);
    }
}
