using System.Buffers;
using Ziggie.Wire.Json;

namespace Ziggie.Wire.OpenAi;

/// <summary>
/// Turns what a model says into a response's items: thinking, text and calls each open an item of their own, which ends where the
/// next kind begins. This one writes the whole response at the end; <see cref="OpenAiResponsesStreamWriter"/> tells every step.
/// </summary>
internal class OpenAiResponsesReplyWriter(ReplyContext context, IBufferWriter<byte> output) : ReplyWriter
{
    private FinishReason _reason;
    private bool _failed;
    private readonly List<OpenAiResponsesItem> _calls = [];

    public override string ContentType => "application/json";

    protected IBufferWriter<byte> Output { get; } = output;

    protected OpenAiResponseObject Response { get; } = new(context);

    /// <summary>The item being written.</summary>
    protected OpenAiResponsesItem? Current { get; private set; }

    public override void Start(string? id, string? model) { }

    public sealed override void Text(ReadOnlySpan<byte> utf8)
    {
        if (Current is not { Kind: OpenAiResponsesItemKind.Message }) Open(Response.AddMessage());
        Current!.Text.Add(utf8);
        Said(Current, utf8);
    }

    public sealed override void Thinking(ReadOnlySpan<byte> utf8)
    {
        if (Current is not { Kind: OpenAiResponsesItemKind.Reasoning }) Open(Response.AddReasoning());
        Current!.Text.Add(utf8);
        Said(Current, utf8);
    }

    public sealed override void ToolCall(int index, string id, string name)
    {
        var item = Response.AddCall(id, name);
        _calls.Add(item);
        Open(item);
    }

    public sealed override void ToolArguments(int index, ReadOnlySpan<byte> utf8)
    {
        _calls[index].Text.Add(utf8);
        Said(_calls[index], utf8);
    }

    public sealed override void LogProbs(ReadOnlySpan<byte> json)
    {
        if (Current is { Kind: OpenAiResponsesItemKind.Message }) Current.LogProbs.Add(json);
    }

    public sealed override void Finish(FinishReason reason, string? stopSequence) => _reason = reason;

    public sealed override void Usage(in TokenUsage usage) => Response.Usage = Response.Usage.Merge(usage);

    public sealed override void Error(WireError error)
    {
        if (_failed) return;
        _failed = true;
        Response.Fail(error);
        foreach (var item in Response.Output) item.Status = "incomplete";
        Failed(error);
    }

    public sealed override void Complete()
    {
        if (_failed) return;
        Start(null, null);
        // A reply without a word is still a message.
        if (Response.Output.Count == 0) Open(Response.AddMessage());
        Close(_reason is FinishReason.Length or FinishReason.ContentFilter ? "incomplete" : "completed");
        Response.Finish(_reason);
        Completed();
    }

    /// <summary>An item begins.</summary>
    protected virtual void Opened(OpenAiResponsesItem item) { }

    /// <summary>A piece was added to an item.</summary>
    protected virtual void Said(OpenAiResponsesItem item, ReadOnlySpan<byte> utf8) { }

    /// <summary>An item is whole.</summary>
    protected virtual void Closed(OpenAiResponsesItem item) { }

    protected virtual void Failed(WireError error) => ErrorBodies.Write(Dialect.OpenAi, error, Output);

    protected virtual void Completed()
    {
        using var json = JsonOutput.Create(Output);
        Response.WriteTo(json);
    }

    private void Open(OpenAiResponsesItem item)
    {
        Close("completed");
        Start(null, null);
        Current = item;
        Opened(item);
    }

    private void Close(string status)
    {
        if (Current is null) return;
        Current.Status = status;
        Closed(Current);
        Current = null;
    }
}
