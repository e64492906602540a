using System.Buffers;

namespace Ziggie.Wire.OpenAi;

/// <summary>OpenAI's newer API, <c>/v1/responses</c>: for callers only. Toward backends it becomes a chat, which all of them have.</summary>
internal sealed class OpenAiResponsesFormat : WireFormat
{
    public override string Name => "openai.responses";
    public override Dialect Dialect => Dialect.OpenAi;
    public override Operation Operation => Operation.Chat;
    public override string Path => "/responses";
    public override Framing Framing => Framing.Sse;

    public override ModelRequest ReadRequest(ReadOnlyMemory<byte> body) => OpenAiResponsesRequestReader.Read(body);

    public override void WriteRequest(ModelRequest request, string model, IBufferWriter<byte> output, DroppedFields dropped) =>
        throw new NotSupportedException("No backend is asked in this format; WireFormats.ForBackend says which one it takes.");

    public override ReplyReader CreateReader(bool stream) =>
        throw new NotSupportedException("No backend is asked in this format; WireFormats.ForBackend says which one it takes.");

    public override ReplyWriter CreateWriter(ReplyContext context, IBufferWriter<byte> output) =>
        context.Stream ? new OpenAiResponsesStreamWriter(context, output) : new OpenAiResponsesReplyWriter(context, output);
}
