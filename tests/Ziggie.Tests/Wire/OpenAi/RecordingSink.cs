using System.Globalization;
using System.Text;
using Ziggie.Wire;

namespace Ziggie.Tests.Wire.OpenAi;

/// <summary>Writes down what a reader pushes, pieces of one text joined, so that a stream and a body can be compared.</summary>
internal sealed class RecordingSink : IReplySink
{
    private readonly List<string> _events = [];
    private readonly List<byte> _open = [];
    private string _openKind = "";

    public IReadOnlyList<string> Events
    {
        get
        {
            Add("", default);
            return _events;
        }
    }

    public TokenUsage LastUsage { get; private set; } = new();

    public string Said(string kind) => string.Concat(Events.Where(e => e.StartsWith(kind + " ", StringComparison.Ordinal)).Select(e => e[(kind.Length + 1)..]));

    public void Start(string? id, string? model) => Note($"start {id} {model}");
    public void Text(ReadOnlySpan<byte> utf8) => Add("text ", utf8);
    public void Thinking(ReadOnlySpan<byte> utf8) => Add("thinking ", utf8);
    public void ThinkingSignature(ReadOnlySpan<byte> utf8) => Note($"signature {Encoding.UTF8.GetString(utf8)}");
    public void ToolCall(int index, string id, string name) => Note($"call {index} {id} {name}");
    public void ToolArguments(int index, ReadOnlySpan<byte> utf8) => Add($"arguments {index} ", utf8);
    public void LogProbs(ReadOnlySpan<byte> json) => Note($"logprobs {Encoding.UTF8.GetString(json)}");

    public void Embedding(int index, ReadOnlySpan<float> vector) =>
        Note($"embedding {index} {string.Join(',', vector.ToArray().Select(f => f.ToString("R", CultureInfo.InvariantCulture)))}");

    public void Finish(FinishReason reason, string? stopSequence) => Note($"finish {reason}{(stopSequence is null ? "" : $" {stopSequence}")}");

    public void Usage(in TokenUsage usage)
    {
        LastUsage = LastUsage.Merge(usage);
        Note($"usage {usage.Prompt}/{usage.Completion}/{usage.Cached}/{usage.Reasoning}");
    }

    public void Error(WireError error) => Note($"error {error.Kind} {error.Message}");

    private void Note(string text)
    {
        Add("", default);
        _events.Add(text);
    }

    private void Add(string kind, ReadOnlySpan<byte> utf8)
    {
        if (kind != _openKind && _openKind.Length > 0)
        {
            // Strict: half a character must never get here.
            _events.Add(_openKind + new UTF8Encoding(false, true).GetString([.. _open]));
            _open.Clear();
        }
        _openKind = kind;
        _open.AddRange(utf8);
    }
}
