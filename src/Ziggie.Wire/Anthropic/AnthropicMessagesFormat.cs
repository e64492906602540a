using System.Buffers;

namespace Ziggie.Wire.Anthropic;

/// <summary><c>POST /v1/messages</c>.</summary>
internal sealed class AnthropicMessagesFormat : WireFormat
{
    public override string Name => "anthropic.messages";
    public override Dialect Dialect => Dialect.Anthropic;
    public override Operation Operation => Operation.Chat;
    public override string Path => "/v1/messages";
    public override Framing Framing => Framing.Sse;
    public override ModelRequest ReadRequest(ReadOnlyMemory<byte> body) => AnthropicRequestReader.Read(body, Operation.Chat);
    public override void WriteRequest(ModelRequest request, string model, IBufferWriter<byte> output, DroppedFields dropped) => AnthropicRequestWriter.Write(request, model, output, dropped);
    public override ReplyReader CreateReader(bool stream) => stream ? new AnthropicStreamReader() : new AnthropicBodyReader();
    public override ReplyWriter CreateWriter(ReplyContext context, IBufferWriter<byte> output) =>
        context.Stream ? new AnthropicStreamWriter(context, output) : new AnthropicBodyWriter(context, output);
}
