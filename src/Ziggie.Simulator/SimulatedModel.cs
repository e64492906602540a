using Ziggie.Simulator.Replies;
using Ziggie.Simulator.Steering;
using Ziggie.Wire;

namespace Ziggie.Simulator;

/// <summary>
/// A model that is none: it answers every request at once or at a set pace, says that it is simulated, counts its tokens exactly, and
/// answers the same request the same way. Needs no socket. Safe for many requests at once.
/// </summary>
public sealed class SimulatedModel(SimulatorOptions options)
{
    /// <summary>What the request is answered; nothing waits. Throws <see cref="WireException"/> where the request asks for what cannot be.</summary>
    public ReplyPlan Plan(ModelRequest request) => Plan(request, SteeringBuilder.For(request, options));

    /// <summary>Says the reply into <paramref name="sink"/>, calling <paramref name="flush"/> after each token.</summary>
    public async Task AnswerAsync(ModelRequest request, IReplySink sink, Func<CancellationToken, ValueTask> flush, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(sink);
        ArgumentNullException.ThrowIfNull(flush);
        var plan = Plan(request);
        if (plan.Error is { } error)
        {
            sink.Error(StatusErrors.Of(error.Status, error.Message));
            return;
        }
        await new ReplyPlayer(options).PlayAsync(plan, request, sink, TimeSpan.Zero, async (_, last, token) =>
        {
            if (!last) await flush(token);
            return true;
        }, cancellation);
    }

    internal ReplyPlan Plan(ModelRequest request, SteeringBuilder steering) => new ReplyPlanner(request, steering, options).Plan();
}
