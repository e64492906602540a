using System.Buffers;

namespace Ziggie.Wire.Ollama;

/// <summary>The last fields of a reply: why it ended, counts, durations. Where the backend measured none, they are what Ziggie saw: up to the first content the prompt, from there on the answer.</summary>
internal sealed class OllamaEnd(ReplyContext context)
{
    private readonly long _start = context.StartedAt;
    private FinishReason _reason;
    private TokenUsage _usage = new(-1);
    private long _firstContent;

    public FinishReason Reason => _reason;

    /// <summary>Something of the answer came.</summary>
    public void Content()
    {
        if (_firstContent == 0) _firstContent = context.Time.GetTimestamp();
    }

    public void Finish(FinishReason reason) => _reason = reason;

    public void Usage(in TokenUsage usage) => _usage = _usage.Merge(usage);

    /// <summary>From <c>"done":true</c> to the object's closing brace.</summary>
    public void Write(IBufferWriter<byte> output)
    {
        output.Write(",\"done\":true,\"done_reason\":\""u8);
        output.Write(_reason switch
        {
            FinishReason.Length => "length"u8,
            FinishReason.Load => "load"u8,
            FinishReason.Unload => "unload"u8,
            // Ollama has no word for it; a refusal must not read as a whole answer.
            FinishReason.ContentFilter => "content_filter"u8,
            _ => "stop"u8,
        });
        output.Write("\""u8);
        if (_reason is not (FinishReason.Load or FinishReason.Unload)) WriteMeasures(output);
        output.Write("}"u8);
    }

    private void WriteMeasures(IBufferWriter<byte> output)
    {
        var (total, prompt, eval) = Durations();
        Write(output, ",\"total_duration\":"u8, total);
        Write(output, ",\"load_duration\":"u8, _usage.LoadNs);
        if (_usage.Prompt >= 0) Write(output, ",\"prompt_eval_count\":"u8, _usage.Prompt);
        Write(output, ",\"prompt_eval_duration\":"u8, prompt);
        if (_usage.Completion >= 0) Write(output, ",\"eval_count\":"u8, _usage.Completion);
        Write(output, ",\"eval_duration\":"u8, eval);
    }

    private (long Total, long Prompt, long Eval) Durations()
    {
        if (_usage.TotalNs > 0) return (_usage.TotalNs, _usage.PromptNs, _usage.EvalNs);
        var end = context.Time.GetTimestamp();
        var content = _firstContent == 0 ? end : _firstContent;
        return (Between(_start, end), _usage.PromptNs > 0 ? _usage.PromptNs : Between(_start, content), _usage.EvalNs > 0 ? _usage.EvalNs : Between(content, end));
    }

    private long Between(long start, long end) => Math.Max(1, context.Time.GetElapsedTime(start, end).Nanoseconds());

    private static void Write(IBufferWriter<byte> output, ReadOnlySpan<byte> name, long number)
    {
        output.Write(name);
        output.WriteNumber(number);
    }
}
