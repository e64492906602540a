using System.Buffers;

namespace Ziggie.Wire.OpenAi;

/// <summary>OpenAI's chat: <c>/v1/chat/completions</c>.</summary>
/// <param name="isEngine">Toward Ziggie's own engine, which has words that OpenAI has not.</param>
internal sealed class OpenAiChatFormat(bool isEngine = false) : WireFormat
{
    public override string Name => "openai.chat";
    public override Dialect Dialect => Dialect.OpenAi;
    public override Operation Operation => Operation.Chat;
    public override string Path => "/chat/completions";
    public override Framing Framing => Framing.Sse;

    public override ModelRequest ReadRequest(ReadOnlyMemory<byte> body) => OpenAiChatRequestReader.Read(body);

    public override void WriteRequest(ModelRequest request, string model, IBufferWriter<byte> output, DroppedFields dropped) =>
        OpenAiChatRequestWriter.Write(request, model, output, dropped, isEngine);

    public override ReplyReader CreateReader(bool stream) => new OpenAiReplyReader(stream);

    public override ReplyWriter CreateWriter(ReplyContext context, IBufferWriter<byte> output) =>
        context.Stream ? new OpenAiChatStreamWriter(context, output) : new OpenAiChatBodyWriter(context, output);
}
