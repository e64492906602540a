namespace Ziggie.Wire;

/// <summary>Who speaks.</summary>
public enum MessageRole { System, User, Assistant, Tool }

/// <summary>One turn of a conversation; parts in the order they were said.</summary>
public sealed record Message(MessageRole Role, IReadOnlyList<MessagePart> Parts)
{
    /// <summary>Who of several speaks in this role (OpenAI's <c>name</c>); null where it is not said.</summary>
    public string? Name { get; init; }

    /// <summary>A turn of plain text.</summary>
    public static Message Of(MessageRole role, string text) => new(role, [new TextPart(text)]);

    /// <summary>All text parts, joined.</summary>
    public string Text => string.Concat(Parts.OfType<TextPart>().Select(p => p.Text));
}

/// <summary>A piece of a message.</summary>
public abstract record MessagePart;

/// <summary>Plain text.</summary>
public sealed record TextPart(string Text) : MessagePart;

/// <summary>A picture: either its bytes as base64 with a media type, or an address.</summary>
public sealed record ImagePart(string? MediaType, string? Base64, string? Url = null) : MessagePart
{
    /// <summary>How closely to look (OpenAI's <c>detail</c>: low or high); null where the model decides.</summary>
    public string? Detail { get; init; }
}

/// <summary>The assistant calls a tool.</summary>
/// <param name="Id">Pairs the call with its <see cref="ToolResultPart"/>; readers of dialects without ids make "call_N" by position.</param>
/// <param name="ArgumentsJson">The arguments, a JSON object as text.</param>
public sealed record ToolCallPart(string Id, string Name, string ArgumentsJson) : MessagePart;

/// <summary>What a tool answered.</summary>
/// <param name="Name">The tool's name where the dialect says it (Ollama), else null: writers that need it look the id up in earlier calls.</param>
public sealed record ToolResultPart(string Id, string? Name, IReadOnlyList<MessagePart> Content, bool IsError = false) : MessagePart;

/// <summary>The assistant's thinking, with Anthropic's signature where there is one.</summary>
public sealed record ThinkingPart(string Text, string? Signature = null, bool Redacted = false) : MessagePart;
