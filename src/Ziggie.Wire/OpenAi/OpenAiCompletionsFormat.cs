using System.Buffers;

namespace Ziggie.Wire.OpenAi;

/// <summary>OpenAI's older way, a prompt continued: <c>/v1/completions</c>.</summary>
/// <param name="isEngine">Toward Ziggie's own engine, which has words that OpenAI has not.</param>
internal sealed class OpenAiCompletionsFormat(bool isEngine = false) : WireFormat
{
    public override string Name => "openai.completions";
    public override Dialect Dialect => Dialect.OpenAi;
    public override Operation Operation => Operation.Completion;
    public override string Path => "/completions";
    public override Framing Framing => Framing.Sse;

    public override ModelRequest ReadRequest(ReadOnlyMemory<byte> body) => OpenAiCompletionsRequest.Read(body);

    public override void WriteRequest(ModelRequest request, string model, IBufferWriter<byte> output, DroppedFields dropped) =>
        OpenAiCompletionsRequest.Write(request, model, output, dropped, isEngine);

    public override ReplyReader CreateReader(bool stream) => new OpenAiReplyReader(stream);

    public override ReplyWriter CreateWriter(ReplyContext context, IBufferWriter<byte> output) =>
        context.Stream ? new OpenAiCompletionsStreamWriter(context, output) : new OpenAiCompletionsBodyWriter(context, output);
}
