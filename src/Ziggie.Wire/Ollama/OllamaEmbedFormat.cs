using System.Buffers;

namespace Ziggie.Wire.Ollama;

/// <summary><c>POST /api/embed</c>.</summary>
internal sealed class OllamaEmbedFormat : WireFormat
{
    public override string Name => "ollama.embed";
    public override Dialect Dialect => Dialect.Ollama;
    public override Operation Operation => Operation.Embeddings;
    public override string Path => "/api/embed";
    public override Framing Framing => Framing.Ndjson;
    public override ModelRequest ReadRequest(ReadOnlyMemory<byte> body) => OllamaEmbedRequests.Read(body, "input");
    public override void WriteRequest(ModelRequest request, string model, IBufferWriter<byte> output, DroppedFields dropped) => OllamaEmbedRequests.Write(request, model, output, dropped);
    public override ReplyReader CreateReader(bool stream) => new OllamaEmbedReader();
    public override ReplyWriter CreateWriter(ReplyContext context, IBufferWriter<byte> output) => new OllamaEmbedWriter(context, output, legacy: false);
}
