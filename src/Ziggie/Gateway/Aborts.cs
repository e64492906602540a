using Ziggie.Wire;

namespace Ziggie.Gateway;

/// <summary>How an aborted exchange is told.</summary>
internal static class Aborts
{
    public static WireError Error(Exchange exchange)
    {
        var timeouts = exchange.Target?.Backend.Settings.Timeouts;
        var name = exchange.Target?.Backend.Name;
        return exchange.Aborted switch
        {
            AbortReason.LoadTimeout => new(ErrorKind.Timeout, $"Backend {name} gave no first token within {timeouts!.Load.TotalSeconds:0.#} s (timeouts.load). Its model may still be loading.", "load_timeout"),
            AbortReason.TokenTimeout => new(ErrorKind.Timeout, $"Backend {name} sent nothing for {timeouts!.BetweenTokens.TotalSeconds:0.#} s in the middle of its reply (timeouts.betweenTokens).", "token_timeout"),
            AbortReason.TotalTimeout => new(ErrorKind.Timeout, $"The reply of backend {name} took longer than {timeouts!.Total.TotalSeconds:0.#} s in all (timeouts.total).", "total_timeout"),
            AbortReason.CallerRevoked => new(ErrorKind.Unauthorized, "The key or session was revoked while the reply was running.", "revoked"),
            _ => new(ErrorKind.BadRequest, "The caller left.", "caller_left"),
        };
    }
}
