using Ziggie.Engine.Replies;
using Ziggie.Engine.Templates.Jinja.Values;

namespace Ziggie.Engine.Templates.Conversation;

/// <summary>An answer that the caller has begun and the model goes on with.</summary>
internal sealed record Prefill(string Thinking, string Text)
{
    /// <summary>Takes the last turn away where it is the assistant's and calls no tool.</summary>
    public static Prefill? Take(List<Map> turns)
    {
        if (turns is not [_, .., var last] || last["role"].Text != "assistant" || last["tool_calls"].IsSequence) return null;
        turns.RemoveAt(turns.Count - 1);
        return new Prefill(last["reasoning_content"] is { IsString: true } thinking ? thinking.Text : "", Turns.TextOf(last));
    }

    /// <summary>Whether the prompt has opened the model's thoughts.</summary>
    public static ReplyStart StartOf(string prompt, ReplyFormat format)
    {
        if (format.Thinking is not { } tags || format.Shape != ReplyShape.Tags) return ReplyStart.Fresh;
        var at = prompt.LastIndexOf(tags.Start, StringComparison.Ordinal);
        return at >= 0 && prompt.AsSpan(at + tags.Start.Length).IsWhiteSpace() ? ReplyStart.Thinking : ReplyStart.Fresh;
    }

    /// <summary>The prompt with the begun answer at its end.</summary>
    public (string Prompt, ReplyStart Start) GoOn(string prompt, ReplyStart start, ReplyFormat format) => format.Shape switch
    {
        ReplyShape.Channels when Text.Length == 0 => ($"{prompt}<|channel|>analysis<|message|>{Thinking}", ReplyStart.Thinking),
        ReplyShape.Channels when Thinking.Length > 0 => ($"{prompt}<|channel|>analysis<|message|>{Thinking}<|end|><|start|>assistant<|channel|>final<|message|>{Text}", ReplyStart.Text),
        ReplyShape.Channels => ($"{prompt}<|channel|>final<|message|>{Text}", ReplyStart.Text),
        ReplyShape.Recipients => ($"{prompt}all\n{Text}", ReplyStart.Text),
        _ when format.Thinking is { } tags && (start == ReplyStart.Thinking || Thinking.Length > 0) => Tagged(prompt, start, tags),
        _ => (prompt + Text, ReplyStart.Text),
    };

    private (string Prompt, ReplyStart Start) Tagged(string prompt, ReplyStart start, ThinkingTags tags)
    {
        if (start != ReplyStart.Thinking) prompt += tags.Start;
        if (Text.Length == 0) return (prompt + Thinking, ReplyStart.Thinking);
        // Where the template breaks the line after the tag, it does so before and after the closing one too.
        return (prompt.EndsWith('\n') ? $"{prompt}{Thinking}\n{tags.End}\n\n{Text}" : $"{prompt}{Thinking}{tags.End}{Text}", ReplyStart.Text);
    }
}
