using Ziggie.Backends;
using Ziggie.Backends.Upstream;
using Ziggie.Wire;

namespace Ziggie.Gateway;

/// <summary>
/// One try of one backend:
///   1 write the request in the backend's dialect, the caller's own bytes where it is the same
///   2 an idle connection or a new one; a connection that went stale while idle is replaced once
///   3 send, read the head
///   4 relay the body (<see cref="BodyRelay"/>, <see cref="FrameRelay"/>) or explain the error
/// </summary>
internal sealed class Attempt(BodyRelay bodies, FrameRelay frames, Ledger ledger, TimeProvider time)
{
    private const int MaxErrorBody = 64 << 10;

    public async ValueTask<AttemptResult> RunAsync(Exchange exchange, IReply reply, Target target)
    {
        try
        {
            if (await LoadOnly.AnswerAsync(exchange, reply, target, ledger)) return new(AttemptOutcome.Done);
            if (exchange.Door?.Format == WireFormats.AnthropicCountTokens && target.Backend.Settings.Dialect != Dialect.Anthropic) return await bodies.CountAsync(exchange, reply, target);
        }
        catch (UpstreamException e)
        {
            return new(AttemptOutcome.Failed, Explain(target.Backend, e));
        }
        catch (OperationCanceledException)
        {
            exchange.Abort(AbortReason.CallerLeft);
            return Aborted(exchange);
        }
        // 1
        using var bytes = PooledBuffer.Rent();
        var request = UpstreamRequest.Write(exchange, target, bytes);
        using var watch = new PhaseWatch(exchange, target.Backend.Settings.Timeouts, time);
        for (var fresh = false; ; fresh = true)
        {
            UpstreamConnection? connection = null;
            try
            {
                // 2
                connection = (fresh ? null : target.Backend.Pool.TryTake()) ?? await ConnectAsync(exchange, target.Backend);
                if (!exchange.Attach(connection)) return Aborted(exchange);
                // What comes from outside writes to sockets alone; calls from inside may do anything with what they get.
                connection.StaysOnLoop = exchange.Door is not null;
                exchange.SentAt = exchange.LastActivity = time.GetTimestamp();

                // 3
                await connection.SendAsync(bytes.WrittenMemory);
                var relay = new Relay(exchange, reply, target, request, connection);
                var head = await Pings.WaitAsync(relay, connection.ReadHeadAsync(), time);
                exchange.LastActivity = time.GetTimestamp();
                bytes.Release();

                // 4
                if (head.Status is < 200 or > 299) return await ExplainAsync(relay, head);
                if (head.ContentType?.StartsWith("text/html", StringComparison.OrdinalIgnoreCase) == true)
                {
                    return new(AttemptOutcome.Failed, new WireError(ErrorKind.Backend, $"Backend {target.Backend.Name} answered with a web page instead of a reply; is its url right?", "backend_garbage"));
                }
                var streamed = head.IsEventStream || head.IsNdjson || (exchange.Stream && !head.IsJson);
                return streamed ? await frames.RunAsync(relay) : await bodies.RunAsync(relay, head);
            }
            catch (UpstreamException e)
            {
                if (exchange.Aborted != AbortReason.None) return Aborted(exchange);
                if (e.Stale && !fresh) continue;
                return new(exchange.Meter.Passed ? AttemptOutcome.Broken : AttemptOutcome.Failed, Explain(target.Backend, e));
            }
            catch (WireException e) when (e.Error.Code is "reply_too_large" or "tool_arguments_invalid")
            {
                // The backend is well; what its model said has no words in the caller's dialect.
                return new(AttemptOutcome.Refused, e.Error with { Message = $"Backend {target.Backend.Name}'s reply cannot be passed on: {e.Message}" });
            }
            catch (WireException e) when (e.Error.Kind == ErrorKind.Backend)
            {
                var error = e.Error with { Message = $"Backend {target.Backend.Name} answered what is not {target.Backend.Settings.Dialect}'s format: {e.Message}", Code = "backend_garbage" };
                return new(exchange.Meter.Passed ? AttemptOutcome.Broken : AttemptOutcome.Failed, error);
            }
            catch (OperationCanceledException)
            {
                exchange.Abort(AbortReason.CallerLeft);
                return Aborted(exchange);
            }
            finally
            {
                if (connection is not null && exchange.Detach(connection)) target.Backend.Pool.Return(connection);
            }
        }
    }

    private static async ValueTask<UpstreamConnection> ConnectAsync(Exchange exchange, Backend backend)
    {
        using var wait = exchange.BeginWait();
        try
        {
            return await backend.Pool.ConnectAsync(wait.Token);
        }
        finally
        {
            exchange.EndWait();
        }
    }

    private static AttemptResult Aborted(Exchange exchange) => new(AttemptOutcome.Aborted, Aborts.Error(exchange));

    private static WireError Explain(Backend backend, UpstreamException e) => new(
        e.Failure == UpstreamFailure.ConnectTimeout ? ErrorKind.Timeout : ErrorKind.Backend,
        e.Failure == UpstreamFailure.ConnectTimeout
            ? $"Backend {backend.Name} took no connection within {backend.Settings.Timeouts.Connect.TotalSeconds:0.#} s (timeouts.connect)."
            : $"Backend {backend.Name} failed: {BackendProber.Sentence(backend, e)}",
        BackendProber.Kind(e.Failure).Replace('.', '_'));

    private static async ValueTask<AttemptResult> ExplainAsync(Relay relay, ResponseHead head)
    {
        using var body = PooledBuffer.Lazy();
        for (var piece = await relay.Connection.ReadAsync(); !piece.IsEmpty && body.WrittenCount < MaxErrorBody; piece = await relay.Connection.ReadAsync()) body.Write(piece.Span);
        var backend = relay.Target.Backend;
        var said = ErrorBodies.Read(backend.Settings.Dialect, head.Status, body.WrittenSpan);
        var retry = head.RetryAfter >= 0 ? TimeSpan.FromSeconds(head.RetryAfter) : (TimeSpan?)null;
        switch (head.Status)
        {
            case 401 or 403:
                return new(AttemptOutcome.Declined, new WireError(ErrorKind.Backend, $"Backend {backend.Name} refused Ziggie's credentials ({head.Status}): {said}. Check the backend's apiKey.", "backend_unauthorized"));
            case 429:
                return new(AttemptOutcome.Declined, new WireError(ErrorKind.RateLimited, $"Backend {backend.Name} limits its callers: {said}", "backend_rate_limited") { RetryAfter = retry ?? TimeSpan.FromSeconds(1) });
            case 503 when said.Contains("loading", StringComparison.OrdinalIgnoreCase):
                return new(AttemptOutcome.Loading, new WireError(ErrorKind.Overloaded, $"Backend {backend.Name} is still loading its model.", "backend_loading") { RetryAfter = retry ?? TimeSpan.FromSeconds(5) });
            case 508:
                return new(AttemptOutcome.Declined, new WireError(ErrorKind.Loop, $"Backend {backend.Name} leads back to Ziggie itself.", "loop"));
            case >= 500 when RequestFaults.Include(head.Status, said):
                return new(AttemptOutcome.Declined, new WireError(ErrorKind.BadRequest, $"Backend {backend.Name} cannot answer this request: {said}", "backend_refused"));
            case >= 500:
                var kind = head.Status switch { 503 => ErrorKind.Overloaded, 504 => ErrorKind.Timeout, _ => ErrorKind.Backend };
                return new(AttemptOutcome.Failed, new WireError(kind, $"Backend {backend.Name} answered {head.Status}: {said}", "backend_error") { RetryAfter = retry });
        }
        var refused = new WireError(head.Status switch { 404 => ErrorKind.NotFound, 413 => ErrorKind.TooLarge, _ => ErrorKind.BadRequest }, said, head.Status == 404 ? "model_not_found" : "backend_refused");
        return relay.Request.PassThrough && head.IsJson && body.WrittenCount < MaxErrorBody
            ? new(AttemptOutcome.Refused, refused) { Verbatim = (head.Status, body.WrittenSpan.ToArray(), head.ContentType!) }
            : new(AttemptOutcome.Refused, refused);
    }
}

/// <summary>Everything that relaying one reply needs.</summary>
internal sealed record Relay(Exchange Exchange, IReply Reply, Target Target, UpstreamRequest Request, UpstreamConnection Connection);
