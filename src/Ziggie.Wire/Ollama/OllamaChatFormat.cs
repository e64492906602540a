using System.Buffers;

namespace Ziggie.Wire.Ollama;

internal sealed class OllamaChatFormat : WireFormat
{
    public override string Name => "OllamaChat";
    public override Dialect Dialect => Dialect.Ollama;
    public override Operation Operation => Operation.Chat;
    public override string Path => "/api/chat";
    public override Framing Framing => Framing.Ndjson;
    public override ModelRequest ReadRequest(ReadOnlyMemory<byte> body) => throw new NotImplementedException();
    public override void WriteRequest(ModelRequest request, string model, IBufferWriter<byte> output, DroppedFields dropped) => throw new NotImplementedException();
    public override ReplyReader CreateReader(bool stream) => throw new NotImplementedException();
    public override ReplyWriter CreateWriter(ReplyContext context, IBufferWriter<byte> output) => throw new NotImplementedException();
}
