using System.Text.Json.Nodes;

namespace Ziggie.Cli.Chat;

/// <summary>One message of a conversation.</summary>
/// <param name="Role"><c>system</c>, <c>user</c> or <c>assistant</c>.</param>
internal sealed record ChatTurn(string Role, string Text)
{
    public JsonObject ToJson() => new() { ["role"] = Role, ["content"] = Text };
}

/// <summary>A finished reply.</summary>
/// <param name="Model">The model that answered, as the control center names it.</param>
internal sealed record ChatReply(string Text, string Thinking, string? Model, string? Backend, string? FinishReason, JsonNode? Usage)
{
    public JsonObject ToJson() => new()
    {
        ["model"] = Model,
        ["backend"] = Backend,
        ["content"] = Text,
        ["thinking"] = Thinking.Length == 0 ? null : Thinking,
        ["finishReason"] = FinishReason,
        ["usage"] = Usage?.DeepClone(),
    };
}
