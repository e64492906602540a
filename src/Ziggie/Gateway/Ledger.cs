using Ziggie.Transport;
using Ziggie.Usage;
using Ziggie.Usage.Metrics;
using Ziggie.Wire;

namespace Ziggie.Gateway;

/// <summary>Settles a finished exchange: usage record, limits, metrics. Before the reply's last bytes leave, which wait for what is returned; and once.</summary>
internal sealed class Ledger(IUsageRecorder usage, IGatewayMetrics metrics, TimeProvider time)
{
    public TurnEnd RecordSuccess(Exchange exchange) => Record(exchange, 200, null, GatewayFailure.None);

    public TurnEnd RecordFailure(Exchange exchange, in AttemptResult result)
    {
        var status = exchange.Aborted == AbortReason.CallerLeft ? RequestOutcome.CallerLeft : result.Verbatim?.Status ?? result.Error!.Status;
        return Record(exchange, status, result.Error?.Code ?? result.Error?.Kind.ToString(), Failure(exchange, result));
    }

    private TurnEnd Record(Exchange exchange, int status, string? error, GatewayFailure failure)
    {
        if (exchange.Recorded) return default;
        exchange.Recorded = true;
        var now = time.GetTimestamp();
        var meter = exchange.Meter;
        var tokens = Tokens(exchange, meter, out var estimated);
        var total = Micros(now - exchange.StartedAt);
        var first = exchange.Stream && meter.FirstContentAt > 0 ? Micros(meter.FirstContentAt - exchange.StartedAt) : -1;
        var record = new UsageRecord
        {
            StartedAt = exchange.StartedAtUnix,
            RequestId = exchange.Id,
            UserId = exchange.Caller.UserId,
            KeyId = exchange.Caller.KeyId,
            Door = exchange.DoorName,
            RequestedModel = exchange.RequestedModel,
            Model = exchange.Target?.Model.Name ?? "",
            Backend = exchange.Target?.Backend.Name ?? "",
            Route = exchange.Route,
            Status = status,
            Error = error,
            Tokens = tokens,
            Estimated = estimated,
            Streamed = exchange.Stream,
            QueueMicros = Micros(exchange.QueuedTicks),
            FirstTokenMicros = first,
            TotalMicros = total,
            Client = exchange.Client,
            Address = exchange.Address,
        };
        var written = usage.Record(record);
        exchange.Reservation.Settle(Math.Max(0, tokens.Prompt) + Math.Max(0, tokens.Completion));
        metrics.Observe(new GatewayObservation
        {
            Operation = exchange.Door?.Format.Operation ?? exchange.Request!.Operation,
            Provider = exchange.Target?.Backend.Settings.Type,
            Backend = exchange.Target?.Backend.Name,
            RequestModel = exchange.Target is null ? null : exchange.RequestedModel,
            ResponseModel = exchange.Target?.Model.Name,
            Status = status,
            Failure = failure,
            OverheadMicros = exchange.SentAt > 0 ? Micros(exchange.SentAt - exchange.StartedAt - exchange.QueuedTicks) : -1,
            FirstTokenMicros = first,
            TotalMicros = total,
            Streamed = exchange.Stream,
            Tokens = tokens,
        });
        return written;
    }

    private static GatewayFailure Failure(Exchange exchange, in AttemptResult result) => (exchange.Aborted, result.Error) switch
    {
        (AbortReason.CallerLeft, _) => GatewayFailure.ClientGone,
        (AbortReason.CallerRevoked, _) => GatewayFailure.Unauthorized,
        (not AbortReason.None, _) => GatewayFailure.Timeout,
        (_, { Code: "model_not_found" }) when exchange.Target is null => GatewayFailure.UnknownModel,
        (_, { Code: "queue_full" }) => GatewayFailure.QueueFull,
        (_, { Code: "backend_refused" or "backend_unreachable" or "backend_unknown_host" }) when result.Outcome == AttemptOutcome.Failed => GatewayFailure.Unreachable,
        (_, { Kind: ErrorKind.RateLimited }) => GatewayFailure.RateLimited,
        (_, { Kind: ErrorKind.Unauthorized or ErrorKind.Forbidden }) => GatewayFailure.Unauthorized,
        (_, { Kind: ErrorKind.Timeout }) => GatewayFailure.Timeout,
        _ => result.Outcome switch
        {
            AttemptOutcome.Refused => exchange.Target is null ? GatewayFailure.BadRequest : GatewayFailure.BackendRefused,
            AttemptOutcome.Broken => GatewayFailure.BrokenReply,
            _ => GatewayFailure.BackendError,
        },
    };

    private static TokenUsage Tokens(Exchange exchange, Meter meter, out bool estimated)
    {
        var told = meter.Usage;
        // Nothing was spent where no backend was reached.
        estimated = told.Completion < 0 && exchange.SentAt > 0 && meter.HasContent;
        if (told.Prompt >= 0 || told.Completion >= 0) return told with { Prompt = Math.Max(0, told.Prompt), Completion = estimated ? meter.Pieces : Math.Max(0, told.Completion) };
        return estimated ? new TokenUsage(exchange.Head.PromptTokens, meter.Pieces) : new TokenUsage(0, 0);
    }

    private long Micros(long ticks) => ticks * 1_000_000 / time.TimestampFrequency;
}
