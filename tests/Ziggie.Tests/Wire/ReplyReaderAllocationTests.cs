using System.Text;
using Ziggie.Wire;

namespace Ziggie.Tests.Wire;

/// <summary>Readers run once per chunk of every stream, also where the bytes pass through untouched.</summary>
public sealed class ReplyReaderAllocationTests
{
    private const string MessageStart = """{"type":"message_start","message":{"id":"a","model":"b"}}""";

    public static TheoryData<string, string?, string> Chunks => new()
    {
        { "ollama.chat", null, """{"model":"m","created_at":"2026-01-01T00:00:00Z","message":{"role":"assistant","content":"a \"tok\u00e9n\" "},"done":false}""" },
        { "ollama.generate", null, """{"model":"m","created_at":"2026-01-01T00:00:00Z","response":"a token ","done":false}""" },
        { "anthropic.messages", MessageStart, """{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"a \"tok\u00e9n\" "}}""" },
        { "anthropic.messages", MessageStart, """{"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"a token "}}""" },
    };

    [Theory]
    [MemberData(nameof(Chunks))]
    public void Chunks_of_text_are_read_without_allocating(string format, string? first, string chunk)
    {
        WireFormat[] all = [WireFormats.OllamaChat, WireFormats.OllamaGenerate, WireFormats.AnthropicMessages];
        var reader = all.Single(f => f.Name == format).CreateReader(stream: true);
        var sink = new DeafSink();
        var data = Encoding.UTF8.GetBytes(chunk);
        if (first is not null) reader.Read(default, Encoding.UTF8.GetBytes(first), sink);
        for (var i = 0; i < 100; i++) reader.Read(default, data, sink);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++) reader.Read(default, data, sink);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(1100, sink.Pieces);
    }

    private sealed class DeafSink : IReplySink
    {
        public int Pieces { get; private set; }

        public void Start(string? id, string? model) { }
        public void Text(ReadOnlySpan<byte> utf8) => Pieces++;
        public void Thinking(ReadOnlySpan<byte> utf8) => Pieces++;
        public void ThinkingSignature(ReadOnlySpan<byte> utf8) { }
        public void ToolCall(int index, string id, string name) { }
        public void ToolArguments(int index, ReadOnlySpan<byte> utf8) { }
        public void LogProbs(ReadOnlySpan<byte> json) { }
        public void Embedding(int index, ReadOnlySpan<float> vector) { }
        public void Finish(FinishReason reason, string? stopSequence) { }
        public void Usage(in TokenUsage usage) { }
        public void Error(WireError error) { }
    }
}
