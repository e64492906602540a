using System.Buffers;
using Ziggie.Wire.Json;

namespace Ziggie.Wire.Ollama;

/// <summary>The whole reply as one object.</summary>
internal sealed class OllamaBodyWriter(ReplyContext context, IBufferWriter<byte> output, OllamaShape shape) : OllamaReplyWriter(context, output, shape)
{
    private readonly GatheredText _text = new(), _thinking = new(), _logProbs = new();

    public override string ContentType => "application/json; charset=utf-8";

    public override void Text(ReadOnlySpan<byte> utf8) => Gather(_text, utf8);

    public override void Thinking(ReadOnlySpan<byte> utf8) => Gather(_thinking, utf8);

    public override void LogProbs(ReadOnlySpan<byte> json)
    {
        var tokens = OllamaLogProbs.TokensOf(json);
        if (tokens.IsEmpty) return;
        if (!_logProbs.IsEmpty) _logProbs.Add(","u8);
        _logProbs.Add(tokens.Span);
    }

    public override void Error(WireError error)
    {
        // Nothing has been sent yet: the failure becomes the answer's status and body.
    }

    public override void Complete()
    {
        // Before anything is written: a call with broken arguments makes the whole answer an error.
        var calls = new ArrayBufferWriter<byte>();
        if (HasCalls) WriteToolCalls(calls);

        WriteHead();
        Output.Write(Shape.Text);
        Output.WriteEscaped(_text.Span);
        Output.Write("\""u8);
        if (!_thinking.IsEmpty)
        {
            Output.Write(",\"thinking\":\""u8);
            Output.WriteEscaped(_thinking.Span);
            Output.Write("\""u8);
        }
        Output.Write(calls.WrittenSpan);
        Output.Write(Shape.Closing);
        if (!_logProbs.IsEmpty)
        {
            Output.Write(",\"logprobs\":["u8);
            Output.Write(_logProbs.Span);
            Output.Write("]"u8);
        }
        End.Write(Output);
    }

    private void Gather(GatheredText to, ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty) return;
        End.Content();
        to.Add(utf8);
    }
}
