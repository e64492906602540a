using Ziggie.Admission;
using Ziggie.Backends;
using Ziggie.Routing;
using Ziggie.Wire;

namespace Ziggie.Gateway;

/// <summary>
/// The way of every model request, from the HTTP doors and from inside the process alike:
///   1 limits of the key: reserve
///   2 name to targets
///   3 choose a backend, wait for a place at it
///   4 send, relay the reply (<see cref="Attempt"/>)
///   5 where nothing was passed on yet: the next backend
///   6 record and settle, before the last bytes leave
/// </summary>
internal sealed class Pipeline(
    ICatalog catalog,
    Router router,
    BackendGates gates,
    KeyLimiter limiter,
    Attempt attempt,
    Ledger ledger,
    TimeProvider time)
{
    private static readonly TimeSpan s_unknownModelWait = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_loadingPause = TimeSpan.FromSeconds(1);

    /// <summary>Runs the exchange to its end. Null where the reply was given; else the failure, recorded, which the caller's side has yet to tell. Never throws but for bugs.</summary>
    public async ValueTask<AttemptResult> RunAsync(Exchange exchange, IReply reply)
    {
        AttemptResult result;
        try
        {
            result = await AdmitAsync(exchange, reply);
        }
        catch (WireException e)
        {
            result = new(AttemptOutcome.Refused, e.Error);
        }
        catch (OperationCanceledException)
        {
            result = new(AttemptOutcome.Aborted, Aborts.Error(exchange));
        }
        if (result.Outcome != AttemptOutcome.Done) await ledger.RecordFailure(exchange, result);
        return result;
    }

    private async ValueTask<AttemptResult> AdmitAsync(Exchange exchange, IReply reply)
    {
        // 1 limits
        var tokens = exchange.Head.PromptTokens + Math.Max(0, exchange.Head.MaxTokens);
        var decision = limiter.TryEnter(exchange.Caller, tokens, out var reservation);
        if (decision.Refusal is { } refusal)
        {
            return new(AttemptOutcome.Refused, new WireError(ErrorKind.RateLimited, refusal, decision.Code) { RetryAfter = decision.RetryAfter });
        }
        exchange.Reservation = reservation;

        // 2 targets
        var route = catalog.Current.FindRoute(exchange.RequestedModel);
        if (route is null || route.Tiers.Count == 0)
        {
            // Right after the start a backend may not have been looked at yet.
            await catalog.FirstLookAsync(s_unknownModelWait, CancellationToken.None);
            route = catalog.Current.FindRoute(exchange.RequestedModel);
        }
        if (route is null || route.Tiers.Count == 0) return new(AttemptOutcome.Refused, router.Unknown(exchange.RequestedModel, route));
        exchange.Route = route.Reason;
        if (!Router.MayUse(exchange.Caller, exchange.RequestedModel, route))
        {
            return new(AttemptOutcome.Refused, new WireError(ErrorKind.Forbidden, $"The key may not use the model \"{exchange.RequestedModel}\"; it is limited to {string.Join(", ", exchange.Caller.Limits.Models!)}.", "model_not_allowed", "model"));
        }

        // 3, 4, 5
        AttemptResult last = default;
        foreach (var tier in route.Tiers)
        {
            var left = tier.Count == 1 ? null : new List<Target>(tier);
            for (var tried = 0; tried < tier.Count; tried++)
            {
                var target = left is null ? tier[0] : router.Choose(left, exchange.Head.PrefixHash);
                left?.Remove(target);
                var result = await TryAsync(exchange, reply, target, tokens);
                if (result.Outcome is AttemptOutcome.Failed or AttemptOutcome.Declined or AttemptOutcome.Loading)
                {
                    last = last.Error is null || result.Error!.Kind != ErrorKind.Overloaded ? result : last;
                    continue;
                }
                return result;
            }
        }
        return last;
    }

    private async ValueTask<AttemptResult> TryAsync(Exchange exchange, IReply reply, Target target, int tokens)
    {
        var backend = target.Backend;
        if (!backend.Breaker.TryEnter(Milliseconds))
        {
            var wait = TimeSpan.FromMilliseconds(Math.Max(1000, backend.Breaker.RetryIn(Milliseconds)));
            return new(AttemptOutcome.Declined, new WireError(ErrorKind.Overloaded, $"Backend {backend.Name} has been failing and is left alone for a moment.", "backend_unavailable") { RetryAfter = wait });
        }
        var decided = false;
        try
        {
            var gate = gates.Of(backend);
            if (!gate.TryEnter() && await QueueAsync(exchange, gate, backend, tokens) is { } full)
            {
                return full;
            }
            try
            {
                exchange.Target = target;
                while (true)
                {
                    var result = await attempt.RunAsync(exchange, reply, target);
                    if (result.Outcome == AttemptOutcome.Loading && time.GetElapsedTime(exchange.StartedAt) < backend.Settings.Timeouts.Load)
                    {
                        await PauseAsync(exchange);
                        continue;
                    }
                    Judge(backend, result.Outcome);
                    decided = true;
                    return result;
                }
            }
            finally
            {
                gate.Leave();
            }
        }
        finally
        {
            if (!decided) backend.Breaker.Undecided();
        }
    }

    private async ValueTask<AttemptResult?> QueueAsync(Exchange exchange, BackendGate gate, Backend backend, int tokens)
    {
        var started = time.GetTimestamp();
        using var wait = exchange.BeginWait();
        try
        {
            if (await gate.EnterAsync(exchange.Caller.LimitId, tokens, wait.Token) == Entry.Admitted) return null;
            return new(AttemptOutcome.Declined, new WireError(ErrorKind.Overloaded, $"Backend {backend.Name} is busy with {gate.Capacity} requests and {gate.Waiting} more are waiting; try again shortly.", "queue_full") { RetryAfter = TimeSpan.FromSeconds(2) });
        }
        finally
        {
            exchange.EndWait();
            exchange.QueuedTicks += time.GetTimestamp() - started;
        }
    }

    private async ValueTask PauseAsync(Exchange exchange)
    {
        var started = time.GetTimestamp();
        using var wait = exchange.BeginWait();
        try
        {
            await Task.Delay(s_loadingPause, time, wait.Token);
        }
        finally
        {
            exchange.EndWait();
            // Waiting for the model, as in a queue: not what the gateway itself takes.
            exchange.QueuedTicks += time.GetTimestamp() - started;
        }
    }

    private void Judge(Backend backend, AttemptOutcome outcome)
    {
        switch (outcome)
        {
            case AttemptOutcome.Failed or AttemptOutcome.Broken:
                backend.Breaker.Failed(Milliseconds);
                catalog.Suspect(backend);
                break;
            case AttemptOutcome.Done or AttemptOutcome.Refused:
                backend.Breaker.Succeeded();
                break;
            default:
                backend.Breaker.Undecided();
                break;
        }
    }

    private long Milliseconds => time.GetTimestamp() / (time.TimestampFrequency / 1000);
}
