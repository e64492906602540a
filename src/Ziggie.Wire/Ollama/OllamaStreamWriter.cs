using System.Buffers;
using Ziggie.Wire.Json;

namespace Ziggie.Wire.Ollama;

/// <summary>One JSON object a line. Text and thinking are written without allocating.</summary>
internal sealed class OllamaStreamWriter(ReplyContext context, IBufferWriter<byte> output, OllamaShape shape) : OllamaReplyWriter(context, output, shape)
{
    public override string ContentType => "application/x-ndjson";

    public override void Text(ReadOnlySpan<byte> utf8) => WritePiece(Shape.Text, utf8);

    public override void Thinking(ReadOnlySpan<byte> utf8) => WritePiece(Shape.Thinking, utf8);

    /// <summary>On a line of its own: the text's has gone.</summary>
    public override void LogProbs(ReadOnlySpan<byte> json)
    {
        var tokens = OllamaLogProbs.TokensOf(json);
        if (tokens.IsEmpty) return;
        WriteHead();
        Output.Write(Shape.NoText);
        Output.Write(Shape.Closing);
        Output.Write(",\"logprobs\":["u8);
        Output.Write(tokens.Span);
        Output.Write("],\"done\":false}\n"u8);
    }

    public override void Finish(FinishReason reason, string? stopSequence)
    {
        base.Finish(reason, stopSequence);
        if (!HasCalls) return;
        var calls = new ArrayBufferWriter<byte>();
        WriteToolCalls(calls);
        if (calls.WrittenCount == 0) return;
        WriteHead();
        Output.Write(Shape.NoText);
        Output.Write(calls.WrittenSpan);
        Output.Write(Shape.Closing);
        Output.Write(",\"done\":false}\n"u8);
    }

    public override void Error(WireError error)
    {
        ErrorBodies.Write(Dialect.Ollama, error, Output);
        Output.Write("\n"u8);
    }

    public override void Complete()
    {
        WriteHead();
        Output.Write(Shape.NoText);
        Output.Write(Shape.Closing);
        End.Write(Output);
        Output.Write("\n"u8);
    }

    private void WritePiece(ReadOnlySpan<byte> opening, ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty) return;
        End.Content();
        WriteHead();
        Output.Write(opening);
        Output.WriteEscaped(utf8);
        Output.Write(Shape.TextEnd);
    }
}
