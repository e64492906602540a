using Ziggie.Wire;

namespace Ziggie.Conversations;

/// <summary>What an end means for the message.</summary>
internal static class Outcome
{
    public static (MessageStatus Status, MessageError? Error) Of(GenerationEnd cutOff, WireError? error, ConversationLimits limits) => cutOff switch
    {
        GenerationEnd.Stopped => (MessageStatus.Stopped, null),
        GenerationEnd.Revoked => Failed("revoked", "The session or key that asked for this was ended."),
        GenerationEnd.Interrupted => Failed("interrupted", "Ziggie was stopped while this was being written."),
        GenerationEnd.TooLong => Failed("reply_too_long", $"The reply grew past {limits.ReplyLength >> 20} million characters and was cut off."),
        _ when error is not null => Failed(error.Code ?? CodeOf(error.Kind), error.Message),
        _ => (MessageStatus.Done, null),
    };

    public static MessageError Orphaned { get; } = new("restarted", "Ziggie was restarted while this was being written.");

    private static (MessageStatus, MessageError?) Failed(string code, string message) => (MessageStatus.Failed, new MessageError(code, message));

    private static string CodeOf(ErrorKind kind) => kind switch
    {
        ErrorKind.NotFound => "not_found",
        ErrorKind.RateLimited => "rate_limited",
        ErrorKind.Backend => "backend_error",
        ErrorKind.Overloaded => "overloaded",
        ErrorKind.Timeout => "timeout",
        ErrorKind.BadRequest => "bad_request",
        ErrorKind.Forbidden => "forbidden",
        _ => "error",
    };
}
