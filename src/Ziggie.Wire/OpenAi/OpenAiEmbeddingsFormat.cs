using System.Buffers;

namespace Ziggie.Wire.OpenAi;

internal sealed class OpenAiEmbeddingsFormat : WireFormat
{
    public override string Name => "OpenAiEmbeddings";
    public override Dialect Dialect => Dialect.OpenAi;
    public override Operation Operation => Operation.Embeddings;
    public override string Path => "/embeddings";
    public override Framing Framing => Framing.Sse;
    public override ModelRequest ReadRequest(ReadOnlyMemory<byte> body) => throw new NotImplementedException();
    public override void WriteRequest(ModelRequest request, string model, IBufferWriter<byte> output, DroppedFields dropped) => throw new NotImplementedException();
    public override ReplyReader CreateReader(bool stream) => throw new NotImplementedException();
    public override ReplyWriter CreateWriter(ReplyContext context, IBufferWriter<byte> output) => throw new NotImplementedException();
}
