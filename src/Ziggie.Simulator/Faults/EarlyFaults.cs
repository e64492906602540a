using System.Net;
using Microsoft.AspNetCore.WebUtilities;
using Ziggie.Simulator.Http;

namespace Ziggie.Simulator.Faults;

internal sealed class ResetFault : FaultBehavior
{
    public override ValueTask<bool> BeforeAnswerAsync(FaultContext context)
    {
        context.Reset();
        return ValueTask.FromResult(false);
    }
}

internal sealed class HangFault : FaultBehavior
{
    public override async ValueTask<bool> BeforeAnswerAsync(FaultContext context)
    {
        await context.WaitAsync(context.Fault.For);
        return true;
    }
}

internal sealed class SlowLoadFault : FaultBehavior
{
    private static readonly TimeSpan Usual = TimeSpan.FromMinutes(1);

    public override async ValueTask<bool> BeforeAnswerAsync(FaultContext context)
    {
        await context.WaitAsync(context.Fault.For ?? Usual);
        return true;
    }
}

internal sealed class GarbageFault : FaultBehavior
{
    private static readonly byte[] Bytes = [0x16, 0x03, 0xFF, 0x00, .. "\0\u00A7 not HTTP \r\n\r\n"u8, 0x80, 0xFE, 0xFF];

    public override async ValueTask<bool> BeforeAnswerAsync(FaultContext context)
    {
        await context.SendRawAsync(Bytes);
        await context.CloseAsync();
        return false;
    }
}

internal sealed class GarbageBodyFault : FaultBehavior
{
    private static readonly byte[] Bytes = [0x00, 0x80, 0xFE, 0xFF, .. "]]}} <- no JSON \n\n"u8, 0xC3, 0x28, 0x1F, 0x8B];

    public override async ValueTask<bool> BeforeAnswerAsync(FaultContext context)
    {
        await context.Response.SendAsync(new Page(200, "application/json", Bytes));
        return false;
    }
}

internal sealed class HtmlFault : FaultBehavior
{
    public override async ValueTask<bool> BeforeAnswerAsync(FaultContext context)
    {
        var failed = context.Fault.Kind == FaultKind.Html502;
        var page = failed
            ? "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1><hr>simulated-proxy</body></html>\n"u8
            : "<!DOCTYPE html><html><head><title>Sign in</title></head><body>Please sign in to use this network.</body></html>\n"u8;
        await context.Response.SendAsync(new Page((int)(failed ? HttpStatusCode.BadGateway : HttpStatusCode.OK), "text/html; charset=utf-8", page.ToArray()));
        return false;
    }
}

internal sealed class StatusFault : FaultBehavior
{
    public override async ValueTask<bool> BeforeAnswerAsync(FaultContext context)
    {
        var status = context.Fault.Status;
        var error = StatusErrors.Of(status, $"Simulated failure: {status} {ReasonPhrases.GetReasonPhrase(status)}.") with
        {
            RetryAfter = context.Fault.RetryAfter ?? (status == 429 ? TimeSpan.FromSeconds(1) : null),
        };
        await context.Response.SendErrorAsync(context.Dialect, error, status);
        return false;
    }
}
