using System.Globalization;
using System.Text;
using Ziggie.Wire;

namespace Ziggie.Tests.Wire;

/// <summary>Writes down what a sink is told, one line an event; text that comes in pieces is one line.</summary>
internal sealed class RecordedReply : IReplySink
{
    private readonly List<string> _events = [];
    private TokenUsage _usage = new();

    public IReadOnlyList<string> Events => _events;

    /// <summary>All but ids, which readers may make up, and counts.</summary>
    public IEnumerable<string> Content => _events.Where(e => !e.StartsWith("start", StringComparison.Ordinal) && !e.StartsWith("usage", StringComparison.Ordinal));

    public TokenUsage Usage => _usage;

    public string Text => string.Concat(_events.Where(e => e.StartsWith("text ", StringComparison.Ordinal)).Select(e => e[5..]));

    public override string ToString() => string.Join('\n', _events);

    void IReplySink.Start(string? id, string? model) => _events.Add($"start {id ?? "-"} {model ?? "-"}");
    void IReplySink.Text(ReadOnlySpan<byte> utf8) => Join("text ", utf8);
    void IReplySink.Thinking(ReadOnlySpan<byte> utf8) => Join("thinking ", utf8);
    void IReplySink.ThinkingSignature(ReadOnlySpan<byte> utf8) => _events.Add($"signature {Encoding.UTF8.GetString(utf8)}");
    void IReplySink.ToolCall(int index, string id, string name) => _events.Add($"call {index} {id} {name}");
    void IReplySink.ToolArguments(int index, ReadOnlySpan<byte> utf8) => Join($"arguments {index} ", utf8);
    void IReplySink.LogProbs(ReadOnlySpan<byte> json) => _events.Add($"logprobs {Encoding.UTF8.GetString(json)}");
    void IReplySink.Finish(FinishReason reason, string? stopSequence) => _events.Add(stopSequence is null ? $"finish {reason}" : $"finish {reason} {stopSequence}");
    void IReplySink.Error(WireError error) => _events.Add($"error {error.Kind} {error.Message}");

    void IReplySink.Embedding(int index, ReadOnlySpan<float> vector) =>
        _events.Add($"vector {index} {string.Join(' ', vector.ToArray().Select(f => f.ToString(CultureInfo.InvariantCulture)))}");

    void IReplySink.Usage(in TokenUsage usage)
    {
        _usage = _usage.Merge(usage);
        _events.Add($"usage {usage.Prompt} {usage.Completion} {usage.Cached} {usage.Reasoning}");
    }

    private void Join(string kind, ReadOnlySpan<byte> utf8)
    {
        var text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(utf8);
        if (_events is [.., var last] && last.StartsWith(kind, StringComparison.Ordinal)) _events[^1] = last + text;
        else _events.Add(kind + text);
    }
}
