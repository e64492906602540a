using System.Buffers;

namespace Ziggie.Wire.Ollama;

/// <summary><c>POST /api/generate</c>.</summary>
internal sealed class OllamaGenerateFormat : WireFormat
{
    public override string Name => "ollama.generate";
    public override Dialect Dialect => Dialect.Ollama;
    public override Operation Operation => Operation.Completion;
    public override string Path => "/api/generate";
    public override bool StreamsByDefault => true;
    public override Framing Framing => Framing.Ndjson;
    public override ModelRequest ReadRequest(ReadOnlyMemory<byte> body) => OllamaRequestReader.ReadGenerate(body);
    public override void WriteRequest(ModelRequest request, string model, IBufferWriter<byte> output, DroppedFields dropped) => OllamaRequestWriter.WriteGenerate(request, model, output, dropped);
    public override ReplyReader CreateReader(bool stream) => new OllamaReplyReader(chat: false);
    public override ReplyWriter CreateWriter(ReplyContext context, IBufferWriter<byte> output) => OllamaReplyWriter.Create(context, output, OllamaShape.Generate);
}
