using System.Buffers;

namespace Ziggie.Wire.Ollama;

/// <summary><c>POST /api/chat</c>.</summary>
internal sealed class OllamaChatFormat : WireFormat
{
    public override string Name => "ollama.chat";
    public override Dialect Dialect => Dialect.Ollama;
    public override Operation Operation => Operation.Chat;
    public override string Path => "/api/chat";
    public override bool StreamsByDefault => true;
    public override Framing Framing => Framing.Ndjson;
    public override ModelRequest ReadRequest(ReadOnlyMemory<byte> body) => OllamaRequestReader.ReadChat(body);
    public override void WriteRequest(ModelRequest request, string model, IBufferWriter<byte> output, DroppedFields dropped) => OllamaRequestWriter.WriteChat(request, model, output, dropped);
    public override ReplyReader CreateReader(bool stream) => new OllamaReplyReader(chat: true);
    public override ReplyWriter CreateWriter(ReplyContext context, IBufferWriter<byte> output) => OllamaReplyWriter.Create(context, output, OllamaShape.Chat);
}
