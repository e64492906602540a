using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Ziggie.Wire.Json;

namespace Ziggie.Wire.Ollama;

/// <summary>The tool calls in a line of a reply: at most a few per reply, so read with ease rather than speed.</summary>
internal static class OllamaReplyCalls
{
    /// <summary>Null where the list is not one of calls.</summary>
    public static List<(string Id, string Name, byte[] Arguments)>? Read(ReadOnlySpan<byte> list)
    {
        var reader = new Utf8JsonReader(list);
        using var document = JsonDocument.ParseValue(ref reader);
        var calls = new List<(string, string, byte[])>();
        try
        {
            foreach (var call in document.RootElement.EnumerateArray())
            {
                var function = call.GetProperty("function"u8);
                if (function.GetProperty("name"u8).GetString() is not { } name) return null;
                calls.Add((IdOf(call), name, Arguments(function)));
            }
            return calls;
        }
        catch (Exception e) when (e is InvalidOperationException or KeyNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Older servers give none. Ids must differ between the turns of a conversation, so a counter will not do.</summary>
    private static string IdOf(JsonElement call) =>
        call.Optional("id")?.GetString() is { Length: > 0 } said ? said : $"call_{RandomNumberGenerator.GetHexString(8, lowercase: true)}";

    private static byte[] Arguments(JsonElement function) =>
        function.Optional("arguments") is { ValueKind: JsonValueKind.Object } arguments ? Encoding.UTF8.GetBytes(arguments.GetRawText()) : "{}"u8.ToArray();
}
