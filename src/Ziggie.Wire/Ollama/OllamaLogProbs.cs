using System.Buffers;
using System.Text.Json;
using Ziggie.Wire.Json;

namespace Ziggie.Wire.Ollama;

/// <summary>Ollama's <c>logprobs</c> is the list that OpenAI's has as <c>content</c>.</summary>
internal static class OllamaLogProbs
{
    /// <summary>The list's inside on one line; empty where there is none.</summary>
    public static ReadOnlyMemory<byte> TokensOf(ReadOnlySpan<byte> openAi)
    {
        var reader = new Utf8JsonReader(openAi);
        using var document = JsonDocument.ParseValue(ref reader);
        if (document.RootElement.ValueKind != JsonValueKind.Object || document.RootElement.Optional("content") is not { ValueKind: JsonValueKind.Array } content) return default;
        var output = new ArrayBufferWriter<byte>();
        using (var json = JsonOutput.Create(output)) content.WriteTo(json);
        return output.WrittenMemory[1..^1];
    }

    /// <summary>OpenAI's object around Ollama's list.</summary>
    public static ReadOnlySpan<byte> ToOpenAi(ReadOnlySpan<byte> tokens) => (byte[])[.. "{\"content\":"u8, .. tokens, .. ",\"refusal\":null}"u8];
}
