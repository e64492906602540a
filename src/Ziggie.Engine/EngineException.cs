using Ziggie.Wire;

namespace Ziggie.Engine;

/// <summary>Something that the engine cannot do, in words for people.</summary>
/// <param name="code">A stable machine word, e.g. <c>engine.library</c>.</param>
/// <param name="message">What was wrong and how to mend it.</param>
public sealed class EngineException(string code, string message, Exception? inner = null) : Exception(message, inner)
{
    public string Code { get; } = code;

    /// <summary>Whose fault it is: by default the engine's, which is told as the backend's.</summary>
    public ErrorKind Kind { get; init; } = ErrorKind.Backend;

    public string? Param { get; init; }
}
