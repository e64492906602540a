using Ziggie.Simulator.Http;

namespace Ziggie.Simulator.Faults;

/// <summary>What a kind of fault does to an answer; the default does nothing. Instances hold no state.</summary>
internal abstract class FaultBehavior
{
    protected const int MidStreamAfter = 3;

    /// <summary>Tokens after which <see cref="MidStreamAsync"/> comes, or at the end of a shorter reply.</summary>
    public virtual int After => MidStreamAfter;

    /// <summary>How often the end of a streamed reply is sent.</summary>
    public virtual int Ends => 1;

    /// <summary>Before anything is answered. False: the request is over.</summary>
    public virtual ValueTask<bool> BeforeAnswerAsync(FaultContext context) => ValueTask.FromResult(true);

    public virtual IOutlet Wrap(FaultContext context) => context.Outlet;

    /// <summary>Once in a streamed reply. False: the reply ends here.</summary>
    public virtual ValueTask<bool> MidStreamAsync(FaultContext context) => ValueTask.FromResult(true);

    /// <summary>Sends an answer that is not streamed.</summary>
    public virtual async ValueTask SendWholeAsync(FaultContext context, Page page)
    {
        context.Response.Prepare(page);
        await context.Outlet.SendAsync(page.Body, context.Cancellation);
    }

    /// <summary>Half of an answer that is not streamed, under headers that promise all of it.</summary>
    protected static async ValueTask SendHalfAsync(FaultContext context, Page page)
    {
        context.Response.Prepare(page);
        await context.Outlet.SendAsync(page.Body[..(page.Body.Length / 2)], context.Cancellation);
    }
}
