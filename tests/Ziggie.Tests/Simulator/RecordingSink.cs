using System.Text;
using Ziggie.Wire;

namespace Ziggie.Tests.Simulator;

/// <summary>Keeps what a model said.</summary>
internal sealed class RecordingSink : IReplySink
{
    public string Text { get; private set; } = "";
    public string Thought { get; private set; } = "";
    public List<(string Id, string Name, string Arguments)> Calls { get; } = [];
    public List<float[]> Vectors { get; } = [];
    public List<string> Probabilities { get; } = [];
    public FinishReason Reason { get; private set; }
    public string? StopSequence { get; private set; }
    public TokenUsage Used { get; private set; }
    public WireError? Failure { get; private set; }

    public void Start(string? id, string? model) { }
    void IReplySink.Text(ReadOnlySpan<byte> utf8) => Text += Encoding.UTF8.GetString(utf8);
    public void Thinking(ReadOnlySpan<byte> utf8) => Thought += Encoding.UTF8.GetString(utf8);
    public void ThinkingSignature(ReadOnlySpan<byte> utf8) { }
    public void ToolCall(int index, string id, string name) => Calls.Add((id, name, ""));

    public void ToolArguments(int index, ReadOnlySpan<byte> utf8) =>
        Calls[index] = Calls[index] with { Arguments = Calls[index].Arguments + Encoding.UTF8.GetString(utf8) };

    public void LogProbs(ReadOnlySpan<byte> json) => Probabilities.Add(Encoding.UTF8.GetString(json));
    public void Embedding(int index, ReadOnlySpan<float> vector) => Vectors.Add(vector.ToArray());

    public void Finish(FinishReason reason, string? stopSequence)
    {
        Reason = reason;
        StopSequence = stopSequence;
    }

    public void Usage(in TokenUsage usage) => Used = usage;
    public void Error(WireError error) => Failure = error;
}
