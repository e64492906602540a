using System.Buffers;

namespace Ziggie.Wire.Anthropic;

internal sealed class AnthropicCountTokensFormat : WireFormat
{
    public override string Name => "AnthropicCountTokens";
    public override Dialect Dialect => Dialect.Anthropic;
    public override Operation Operation => Operation.CountTokens;
    public override string Path => "/v1/messages/count_tokens";
    public override Framing Framing => Framing.Sse;
    public override ModelRequest ReadRequest(ReadOnlyMemory<byte> body) => throw new NotImplementedException();
    public override void WriteRequest(ModelRequest request, string model, IBufferWriter<byte> output, DroppedFields dropped) => throw new NotImplementedException();
    public override ReplyReader CreateReader(bool stream) => throw new NotImplementedException();
    public override ReplyWriter CreateWriter(ReplyContext context, IBufferWriter<byte> output) => throw new NotImplementedException();
}
