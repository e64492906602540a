using System.Text.Json;
using Ziggie.Wire;

namespace Ziggie.Simulator.Http;

/// <summary>The small bodies of Ollama's requests about models.</summary>
internal static class OllamaBodies
{
    /// <summary>The model it names; older clients say "name".</summary>
    public static string ModelOf(ReadOnlyMemory<byte> body)
    {
        using var json = Parse(body);
        foreach (var field in (ReadOnlySpan<string>)["model", "name"])
            if (json.RootElement.TryGetProperty(field, out var model) && model.ValueKind == JsonValueKind.String && model.GetString() is { Length: > 0 } name) return name;
        throw Wrong();
    }

    public static bool Streams(ReadOnlyMemory<byte> body)
    {
        using var json = Parse(body);
        return !json.RootElement.TryGetProperty("stream", out var stream) || stream.ValueKind != JsonValueKind.False;
    }

    private static JsonDocument Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            var json = JsonDocument.Parse(body);
            if (json.RootElement.ValueKind == JsonValueKind.Object) return json;
            json.Dispose();
        }
        catch (JsonException)
        {
            // Told below.
        }
        throw Wrong();
    }

    private static WireException Wrong() => new("The body must be JSON that names the model: {\"model\":\"…\"}.", "model");
}
