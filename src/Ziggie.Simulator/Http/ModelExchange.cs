using System.Buffers;
using Microsoft.AspNetCore.Http;
using Ziggie.Simulator.Faults;
using Ziggie.Simulator.Replies;
using Ziggie.Simulator.Steering;
using Ziggie.Wire;

namespace Ziggie.Simulator.Http;

/// <summary>
/// One request to a model:
/// 1. read it; 2. pick its fault; 3. fail early; 4. wait for a slot and the model; 5. answer, streamed or whole.
/// </summary>
internal sealed class ModelExchange(HttpContext http, WireFormat format, SimulatorState state, SimulatedRequest observed)
{
    private readonly SimulatorOptions _options = state.Options;

    public async Task RunAsync(ReadOnlyMemory<byte> body)
    {
        // 1. read
        var received = _options.Time.GetTimestamp();
        var request = format.ReadRequest(body);
        observed.Model = request.Model;
        if (request.Sampling.Choices > 1) throw new WireException("n must be 1: the simulator gives one answer to a request.", "n");
        var model = state.Shelf.Find(request.Model) ?? throw new WireException(new WireError(
            ErrorKind.NotFound, $"model '{request.Model}' not found: the simulator has {string.Join(", ", state.Shelf.Models.Select(m => m.Name))}", Param: "model"));

        // 2. fault
        var steering = SteeringBuilder.For(request, _options);
        var fault = steering.Fault ?? state.Faults.Next(model: true);
        observed.Fault = fault?.ToString();
        var behavior = fault is null ? null : FaultBehaviors.Of(fault.Kind);
        var context = new FaultContext(http, fault ?? new Fault(FaultKind.Status), observed, _options) { Framing = format.Framing };

        // 3. fail early
        if (behavior is not null && !await behavior.BeforeAnswerAsync(context)) return;
        var plan = state.Model.Plan(request, steering);
        if (plan.Error is { } error)
        {
            await http.Response.SendErrorAsync(format.Dialect, StatusErrors.Of(error.Status, error.Message), error.Status);
            return;
        }

        // 4. slot and load
        await state.Slots.EnterAsync(http.RequestAborted);
        try
        {
            var loaded = await LoadAsync(plan, model, request);

            // 5. answer
            if (behavior is not null) context.Outlet = behavior.Wrap(context);
            var written = new ArrayBufferWriter<byte>();
            var reply = new ReplyContext($"sim{observed.Number}", request.Model, observed.ReceivedAt, request, _options.Time) { StartedAt = received };
            var writer = format.CreateWriter(reply, written);
            context.Writer = writer;
            context.Written = written;
            if (request.Stream) await StreamAsync(plan, request, loaded, context, behavior);
            else await WholeAsync(plan, request, loaded, context, behavior);
        }
        finally
        {
            state.Slots.Leave();
        }
    }

    private async ValueTask<TimeSpan> LoadAsync(ReplyPlan plan, ModelListing model, ModelRequest request)
    {
        if (plan.Finish != FinishReason.Unload) return await state.Shelf.LoadAsync(model, request.KeepAlive, http.RequestAborted);
        state.Shelf.Unload(model);
        return TimeSpan.Zero;
    }

    private async Task StreamAsync(ReplyPlan plan, ModelRequest request, TimeSpan loaded, FaultContext context, FaultBehavior? behavior)
    {
        http.Response.ContentType = context.Writer!.ContentType;
        http.Response.Headers.CacheControl = "no-cache";
        var after = behavior is null ? int.MaxValue : context.Fault.After ?? behavior.After;
        var pending = behavior;
        var played = await new ReplyPlayer(_options).PlayAsync(plan, request, context.Writer, loaded, async (tokens, last, _) =>
        {
            observed.Said(tokens);
            if (pending is not null && (last || tokens >= after))
            {
                pending = null;
                if (!await behavior!.MidStreamAsync(context)) return false;
            }
            await context.SendWrittenAsync();
            return true;
        }, http.RequestAborted);
        if (!played) return;

        context.Writer.Complete();
        for (var i = 1; i < (behavior?.Ends ?? 1); i++) await context.Outlet.SendAsync(context.Written!.WrittenMemory, http.RequestAborted);
        await context.SendWrittenAsync();
    }

    private async Task WholeAsync(ReplyPlan plan, ModelRequest request, TimeSpan loaded, FaultContext context, FaultBehavior? behavior)
    {
        await new ReplyPlayer(_options).PlayAsync(plan, request, context.Writer!, loaded, (tokens, _, _) =>
        {
            observed.Said(tokens);
            return ValueTask.FromResult(true);
        }, http.RequestAborted);
        context.Writer!.Complete();
        var page = new Page(StatusCodes.Status200OK, context.Writer.ContentType, context.Written!.WrittenMemory);
        if (behavior is null) await http.Response.SendAsync(page);
        else await behavior.SendWholeAsync(context, page);
    }
}
