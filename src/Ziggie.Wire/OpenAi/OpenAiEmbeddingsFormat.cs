using System.Buffers;

namespace Ziggie.Wire.OpenAi;

/// <summary>OpenAI's vectors: <c>/v1/embeddings</c>.</summary>
internal sealed class OpenAiEmbeddingsFormat : WireFormat
{
    public override string Name => "openai.embeddings";
    public override Dialect Dialect => Dialect.OpenAi;
    public override Operation Operation => Operation.Embeddings;
    public override string Path => "/embeddings";
    public override Framing Framing => Framing.Sse;

    public override ModelRequest ReadRequest(ReadOnlyMemory<byte> body) => OpenAiEmbeddingsRequest.Read(body);

    public override void WriteRequest(ModelRequest request, string model, IBufferWriter<byte> output, DroppedFields dropped) =>
        OpenAiEmbeddingsRequest.Write(request, model, output, dropped);

    public override ReplyReader CreateReader(bool stream) => new OpenAiEmbeddingsReplyReader();

    public override ReplyWriter CreateWriter(ReplyContext context, IBufferWriter<byte> output) =>
        new OpenAiEmbeddingsBodyWriter(context, output);
}
