using System.Buffers;

namespace Ziggie.Wire.Ollama;

/// <summary><c>POST /api/embeddings</c>, from before <c>/api/embed</c>: one text, one vector, no counts.</summary>
internal sealed class OllamaEmbeddingsFormat : WireFormat
{
    public override string Name => "ollama.embeddings";
    public override Dialect Dialect => Dialect.Ollama;
    public override Operation Operation => Operation.Embeddings;
    public override string Path => "/api/embeddings";
    public override Framing Framing => Framing.Ndjson;
    public override ModelRequest ReadRequest(ReadOnlyMemory<byte> body) => OllamaEmbedRequests.Read(body, "prompt");
    public override void WriteRequest(ModelRequest request, string model, IBufferWriter<byte> output, DroppedFields dropped) => OllamaEmbedRequests.WriteLegacy(request, model, output, dropped);
    public override ReplyReader CreateReader(bool stream) => new OllamaEmbedReader();
    public override ReplyWriter CreateWriter(ReplyContext context, IBufferWriter<byte> output) => new OllamaEmbedWriter(context, output, legacy: true);
}
