namespace Ziggie.Wire.Anthropic;

/// <summary><c>stop_reason</c> and its neutral counterpart.</summary>
internal static class AnthropicStopReasons
{
    public static FinishReason Read(ReadOnlySpan<byte> reason) => reason switch
    {
        _ when reason.SequenceEqual("stop_sequence"u8) => FinishReason.StopSequence,
        _ when reason.SequenceEqual("max_tokens"u8) => FinishReason.Length,
        _ when reason.SequenceEqual("model_context_window_exceeded"u8) => FinishReason.Length,
        _ when reason.SequenceEqual("tool_use"u8) => FinishReason.ToolCalls,
        _ when reason.SequenceEqual("refusal"u8) => FinishReason.ContentFilter,
        // end_turn, pause_turn, and words of the future.
        _ => FinishReason.Stop,
    };

    /// <param name="hasCalls">Some servers say "stop" after tool calls; clients run tools only on <c>tool_use</c>.</param>
    public static string Of(FinishReason reason, bool hasCalls) => reason switch
    {
        FinishReason.Length => "max_tokens",
        FinishReason.ContentFilter => "refusal",
        FinishReason.ToolCalls => "tool_use",
        _ when hasCalls => "tool_use",
        FinishReason.StopSequence => "stop_sequence",
        _ => "end_turn",
    };
}
