using System.Buffers;

namespace Ziggie.Wire.OpenAi;

/// <summary>OpenAI's vectors: <c>/v1/embeddings</c>.</summary>
/// <param name="isEngine">Toward Ziggie's own engine, which has words that OpenAI has not.</param>
internal sealed class OpenAiEmbeddingsFormat(bool isEngine = false) : WireFormat
{
    public override string Name => "openai.embeddings";
    public override Dialect Dialect => Dialect.OpenAi;
    public override Operation Operation => Operation.Embeddings;
    public override string Path => "/embeddings";
    public override Framing Framing => Framing.Sse;

    public override ModelRequest ReadRequest(ReadOnlyMemory<byte> body) => OpenAiEmbeddingsRequest.Read(body);

    public override void WriteRequest(ModelRequest request, string model, IBufferWriter<byte> output, DroppedFields dropped) =>
        OpenAiEmbeddingsRequest.Write(request, model, output, dropped, isEngine);

    public override ReplyReader CreateReader(bool stream) => new OpenAiEmbeddingsReplyReader();

    public override ReplyWriter CreateWriter(ReplyContext context, IBufferWriter<byte> output) =>
        new OpenAiEmbeddingsBodyWriter(context, output);
}
