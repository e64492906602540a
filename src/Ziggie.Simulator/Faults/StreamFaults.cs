using Ziggie.Simulator.Http;
using Ziggie.Wire;

namespace Ziggie.Simulator.Faults;

internal sealed class StallFault : FaultBehavior
{
    public override async ValueTask<bool> MidStreamAsync(FaultContext context)
    {
        await context.SendWrittenAsync();
        await context.WaitAsync(context.Fault.For);
        return true;
    }

    public override async ValueTask SendWholeAsync(FaultContext context, Page page)
    {
        await SendHalfAsync(context, page);
        await context.WaitAsync(context.Fault.For);
        await context.Outlet.SendAsync(page.Body[(page.Body.Length / 2)..], context.Cancellation);
    }
}

internal sealed class DropFault : FaultBehavior
{
    public override async ValueTask<bool> MidStreamAsync(FaultContext context)
    {
        await context.SendWrittenAsync();
        await BreakAsync(context);
        return false;
    }

    public override async ValueTask SendWholeAsync(FaultContext context, Page page)
    {
        await SendHalfAsync(context, page);
        await BreakAsync(context);
    }

    private static async ValueTask BreakAsync(FaultContext context)
    {
        if (context.Fault.Kind == FaultKind.Drop) context.Reset();
        else await context.CloseAsync();
    }
}

/// <summary>The last closing brace becomes a bracket; what follows is in order again.</summary>
internal sealed class MalformedJsonFault : FaultBehavior
{
    public override async ValueTask<bool> MidStreamAsync(FaultContext context)
    {
        await context.SendWrittenAsync();
        context.Writer!.Text("broken"u8);
        await context.Outlet.SendAsync(Break(context.Written!.WrittenMemory), context.Cancellation);
        context.Written.ResetWrittenCount();
        return true;
    }

    public override ValueTask SendWholeAsync(FaultContext context, Page page) => base.SendWholeAsync(context, page with { Body = Break(page.Body) });

    private static byte[] Break(ReadOnlyMemory<byte> json)
    {
        var broken = json.ToArray();
        if (Array.LastIndexOf(broken, (byte)'}') is var brace and >= 0) broken[brace] = (byte)']';
        return broken;
    }
}

internal sealed class SplitUtf8Fault : FaultBehavior
{
    public override IOutlet Wrap(FaultContext context) => new SplitOutlet(context.Outlet);
}

internal sealed class CutUtf8Fault : FaultBehavior
{
    public override async ValueTask<bool> MidStreamAsync(FaultContext context)
    {
        await context.SendWrittenAsync();
        context.Writer!.Text("é"u8);
        var frame = context.Written!.WrittenMemory;
        await context.Outlet.SendAsync(frame[..(frame.Span.LastIndexOf((byte)0xC3) + 1)], context.Cancellation);
        return false;
    }

    public override ValueTask SendWholeAsync(FaultContext context, Page page) =>
        base.SendWholeAsync(context, page with { Body = (byte[])[.. page.Body[..(page.Body.Length / 2)].Span, 0xC3] });
}

internal sealed class NoFinishFault : FaultBehavior
{
    public override int After => int.MaxValue;

    public override async ValueTask<bool> MidStreamAsync(FaultContext context)
    {
        await context.SendWrittenAsync();
        return false;
    }

    public override ValueTask SendWholeAsync(FaultContext context, Page page) =>
        base.SendWholeAsync(context, page with { Body = page.Body[..(page.Body.Length / 2)] });
}

internal sealed class SlowBytesFault : FaultBehavior
{
    public override IOutlet Wrap(FaultContext context) => new SlowOutlet(context.Outlet, context.Options.Gap, context.Options.Time);
}

internal sealed class HugeLineFault : FaultBehavior
{
    /// <summary>Where even this has an end: more than any caller should take.</summary>
    private const long Most = 256L * 1024 * 1024;

    private static readonly byte[] Piece = [.. Enumerable.Repeat((byte)'a', 64 * 1024)];

    public override async ValueTask<bool> MidStreamAsync(FaultContext context)
    {
        await context.SendWrittenAsync();
        await FloodAsync(context);
        return false;
    }

    public override async ValueTask SendWholeAsync(FaultContext context, Page page)
    {
        context.Response.ContentType = page.ContentType;
        await FloodAsync(context);
    }

    private static async ValueTask FloodAsync(FaultContext context)
    {
        await context.Outlet.SendAsync(context.Framing == Framing.Sse ? "data: {\"x\":\""u8.ToArray() : "{\"x\":\""u8.ToArray(), context.Cancellation);
        for (long sent = 0; sent < Most; sent += Piece.Length) await context.Outlet.SendAsync(Piece, context.Cancellation);
    }
}

internal sealed class ErrorInStreamFault : FaultBehavior
{
    private static readonly WireError Error = new(ErrorKind.Internal, "Simulated failure in the middle of the reply.");

    public override async ValueTask<bool> MidStreamAsync(FaultContext context)
    {
        context.Writer!.Error(Error);
        await context.SendWrittenAsync();
        return false;
    }

    /// <summary>An answer that is not streamed has no middle: it fails as a whole.</summary>
    public override async ValueTask SendWholeAsync(FaultContext context, Page page) => await context.Response.SendErrorAsync(context.Dialect, Error);
}

internal sealed class DoubleFinishFault : FaultBehavior
{
    public override int Ends => 2;

    public override ValueTask SendWholeAsync(FaultContext context, Page page) =>
        base.SendWholeAsync(context, page with { Body = (byte[])[.. page.Body.Span, .. page.Body.Span] });
}
