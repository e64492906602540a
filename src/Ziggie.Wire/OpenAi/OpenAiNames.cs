namespace Ziggie.Wire.OpenAi;

/// <summary>OpenAI's words for what the neutral model has its own for.</summary>
internal static class OpenAiNames
{
    public static string Of(FinishReason reason) => reason switch
    {
        FinishReason.Length => "length",
        FinishReason.ToolCalls => "tool_calls",
        FinishReason.ContentFilter => "content_filter",
        _ => "stop",
    };

    public static string Of(MessageRole role) => role switch
    {
        MessageRole.System => "system",
        MessageRole.Assistant => "assistant",
        MessageRole.Tool => "tool",
        _ => "user",
    };

    /// <summary>The nearest of low, medium and high; null where the word means no thinking.</summary>
    public static Thinking ReadEffort(string effort, string at) => effort switch
    {
        "none" => new Thinking(false),
        "minimal" or "low" => new Thinking(true, "low"),
        "medium" => new Thinking(true, "medium"),
        "high" or "xhigh" => new Thinking(true, "high"),
        _ => throw new WireException($"{at} must be none, minimal, low, medium, high or xhigh.", at),
    };

    /// <summary>How much thinking a budget in tokens stands for.</summary>
    public static string? EffortOf(Thinking thinking) => thinking switch
    {
        { Effort: { } effort } => effort,
        { BudgetTokens: null } => null,
        { BudgetTokens: < 4096 } => "low",
        { BudgetTokens: < 16384 } => "medium",
        _ => "high",
    };
}

/// <summary>
/// OpenAI's own models refuse fields that every other server of this dialect either understands or ignores, so a few fields depend on
/// the model's name.
/// </summary>
internal readonly record struct OpenAiFamily(bool Own, bool Reasons)
{
    public static OpenAiFamily Of(string model)
    {
        var name = model.AsSpan(model.LastIndexOf('/') + 1);
        var reasons = name.StartsWith("gpt-5") || name is ['o', >= '1' and <= '9'] or ['o', >= '1' and <= '9', '-', ..];
        return new OpenAiFamily(reasons || name.StartsWith("gpt-3.5") || name.StartsWith("gpt-4") || name.StartsWith("chatgpt-"), reasons);
    }
}
