using System.Buffers;

namespace Ziggie.Wire.OpenAi;

internal sealed class OpenAiChatFormat : WireFormat
{
    public override string Name => "OpenAiChat";
    public override Dialect Dialect => Dialect.OpenAi;
    public override Operation Operation => Operation.Chat;
    public override string Path => "/chat/completions";
    public override Framing Framing => Framing.Sse;
    public override ModelRequest ReadRequest(ReadOnlyMemory<byte> body) => throw new NotImplementedException();
    public override void WriteRequest(ModelRequest request, string model, IBufferWriter<byte> output, DroppedFields dropped) => throw new NotImplementedException();
    public override ReplyReader CreateReader(bool stream) => throw new NotImplementedException();
    public override ReplyWriter CreateWriter(ReplyContext context, IBufferWriter<byte> output) => throw new NotImplementedException();
}
