namespace Ziggie.Engine.Templates;

/// <summary>What a chat template can say by itself, found by rendering small conversations; the rest is said for it.</summary>
public sealed record TemplateAbilities
{
    /// <summary>It has a place for system text; else that goes before the first user's words.</summary>
    public bool System { get; init; }

    /// <summary>System text may also come later in the conversation.</summary>
    public bool LateSystem { get; init; }

    /// <summary>Content may be text.</summary>
    public bool TextContent { get; init; }

    /// <summary>Content may be a list of parts.</summary>
    public bool ContentParts { get; init; }

    /// <summary>It describes the tools that are offered; else the system text does.</summary>
    public bool Tools { get; init; }

    /// <summary>It shows earlier tool calls; else they are shown as the assistant's words.</summary>
    public bool ToolCalls { get; init; }

    /// <summary>It shows several calls of one turn; else they are said one after the other, each with its answer.</summary>
    public bool ParallelToolCalls { get; init; }

    /// <summary>It shows calls only in turns that say nothing else.</summary>
    public bool CallsWithoutContent { get; init; }

    /// <summary>It shows what tools answered; else the user says it.</summary>
    public bool ToolResults { get; init; }

    /// <summary>Arguments are an object; else a text with JSON.</summary>
    public bool ObjectArguments { get; init; }

    /// <summary>Turns of one role may follow each other; else they are put together.</summary>
    public bool RepeatedRoles { get; init; }

    /// <summary>Thinking can be switched on and off, or the model is told how hard to think.</summary>
    public bool ThinkingSwitch { get; init; }
}
