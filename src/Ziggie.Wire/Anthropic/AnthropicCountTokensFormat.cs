using System.Buffers;

namespace Ziggie.Wire.Anthropic;

/// <summary><c>POST /v1/messages/count_tokens</c>.</summary>
internal sealed class AnthropicCountTokensFormat : WireFormat
{
    public override string Name => "anthropic.count_tokens";
    public override Dialect Dialect => Dialect.Anthropic;
    public override Operation Operation => Operation.CountTokens;
    public override string Path => "/v1/messages/count_tokens";
    public override Framing Framing => Framing.Sse;
    public override ModelRequest ReadRequest(ReadOnlyMemory<byte> body) => AnthropicRequestReader.Read(body, Operation.CountTokens);
    public override void WriteRequest(ModelRequest request, string model, IBufferWriter<byte> output, DroppedFields dropped) => AnthropicRequestWriter.WriteCount(request, model, output, dropped);
    public override ReplyReader CreateReader(bool stream) => new AnthropicCountReader();
    public override ReplyWriter CreateWriter(ReplyContext context, IBufferWriter<byte> output) => new AnthropicCountWriter(output);
}
