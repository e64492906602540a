using Ziggie.Wire;

namespace Ziggie.Simulator;

/// <summary>A whole reply, decided before its first token is sent.</summary>
/// <param name="Pieces">What is sent, token by token, each made when it is asked for.</param>
/// <param name="Delay">Waited before the first token, on top of the usual time.</param>
/// <param name="Error">Answered instead of a reply.</param>
public sealed record ReplyPlan(
    IEnumerable<ReplyPiece> Pieces,
    FinishReason Finish,
    string? StopSequence,
    TokenUsage Usage,
    TimeSpan Delay = default,
    ScriptedError? Error = null)
{
    /// <summary>Embeddings: one vector for each input.</summary>
    public IReadOnlyList<float[]> Vectors { get; init; } = [];

    /// <summary>Time between tokens, where it is not the usual one.</summary>
    public TimeSpan? Gap { get; init; }
}

/// <summary>One token of a reply, or the beginning of a tool call.</summary>
/// <param name="Index">Tool calls: which one.</param>
/// <param name="Id">Tool calls: its id.</param>
public readonly record struct ReplyPiece(PieceKind Kind, string Text, int Index = 0, string? Id = null);

/// <summary>What a <see cref="ReplyPiece"/> is part of.</summary>
public enum PieceKind
{
    Thinking,

    /// <summary>The proof that ends the thinking; not a token.</summary>
    Signature,
    Text,

    /// <summary>A tool call begins; the text is the tool's name.</summary>
    ToolCall,
    ToolArguments,
}

/// <summary>A failure that a script asks for.</summary>
public sealed record ScriptedError(int Status, string Message);
