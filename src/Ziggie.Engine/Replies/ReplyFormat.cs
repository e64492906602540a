using Ziggie.Engine.Replies.Calls;

namespace Ziggie.Engine.Replies;

/// <summary>The tags around a model's thoughts.</summary>
public sealed record ThinkingTags(string Start, string End);

/// <summary>How a model family marks thoughts and tool calls in what it says.</summary>
public sealed record ReplyFormat
{
    private const string HermesExample = "<tool_call>\n{\"name\": \"tool name\", \"arguments\": {\"argument name\": \"value\"}}\n</tool_call>";

    internal ReplyFormat(string name) => Name = name;

    /// <summary>The family's name, for people.</summary>
    public string Name { get; }

    /// <summary>The tags around thoughts; null where the model has none.</summary>
    public ThinkingTags? Thinking { get; internal init; }

    /// <summary>Words that a reply may hold as special tokens and that must reach the parser as text.</summary>
    public IReadOnlyList<string> Markers => [.. AllMarkers().Distinct()];

    internal ReplyShape Shape { get; init; }

    /// <summary>The ways in which the family writes calls, the first the one it is held to.</summary>
    internal CallForm[] Calls { get; init; } = [];

    /// <summary>A call as it is shown to a model whose template describes no tools.</summary>
    internal string Example { get; init; } = HermesExample;

    /// <summary>The model keeps to its family's form when it is told of tools in plain words.</summary>
    internal bool IsOwnWhenDescribed { get; init; }

    /// <summary>How calls are written out where the family's template shows none.</summary>
    internal CallStyle Style { get; init; }

    /// <summary>Tags around plain words, which nobody needs to see.</summary>
    internal string[] Dropped { get; init; } = [];

    /// <summary>A call may begin in the middle of thinking, and ends it.</summary>
    internal bool CallsEndThinking { get; init; }

    private IEnumerable<string> AllMarkers()
    {
        if (Shape == ReplyShape.Channels) foreach (var word in Streams.ChannelReply.Markers) yield return word;
        if (Thinking is { } thinking)
        {
            yield return thinking.Start;
            yield return thinking.End;
        }
        foreach (var form in Calls)
        {
            foreach (var word in new[] { form.Start, form.Open, form.Close, form.End }.OfType<string>()) yield return word;
        }
        foreach (var word in Dropped) yield return word;
        foreach (var word in Inner) yield return word;
    }

    /// <summary>Words inside of calls that may be special tokens.</summary>
    internal string[] Inner { get; init; } = [];
}

/// <summary>How a reply is made up.</summary>
internal enum ReplyShape
{
    /// <summary>Text with tags in it.</summary>
    Tags,

    /// <summary>Messages on channels (gpt-oss).</summary>
    Channels,

    /// <summary>Messages to recipients (functionary).</summary>
    Recipients,
}

/// <summary>How calls stand between their tags.</summary>
internal enum CallStyle
{
    /// <summary>One JSON object between tags.</summary>
    Objects,

    /// <summary>All in a list.</summary>
    List,

    /// <summary>All in a list, as Python writes calls.</summary>
    Python,
}

/// <summary>Where the prompt leaves the model off.</summary>
public enum ReplyStart
{
    /// <summary>At the beginning of its turn.</summary>
    Fresh,

    /// <summary>In its thoughts.</summary>
    Thinking,

    /// <summary>In the words of its answer.</summary>
    Text,
}
