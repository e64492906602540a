using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using Ziggie.Wire.Json;

namespace Ziggie.Wire;

/// <summary>A failure as a backend told it, in whatever shape: <c>{"error":{"message"}}</c>, <c>{"error":"text"}</c>, <c>{"message"}</c>, <c>{"detail"}</c>.</summary>
internal sealed record BackendFault(string Message, string? Type = null, string? Code = null, string? Param = null)
{
    /// <summary>Error bodies are short; what is longer is a page for people.</summary>
    private const int LargestBody = 64 * 1024;

    /// <summary>The failure as told to a caller: the backend's fault whatever its type, but for the words of limits and load.</summary>
    public WireError ToError() => new(KindOf(Type), Message, Code, Param);

    public static bool TryRead(ReadOnlySpan<byte> body, [NotNullWhen(true)] out BackendFault? fault)
    {
        fault = null;
        if (body.IsEmpty || body.Length > LargestBody) return false;
        try
        {
            var reader = new Utf8JsonReader(body);
            using var document = JsonDocument.ParseValue(ref reader);
            fault = From(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Not JSON, or broken Unicode in it: nothing that could be shown.
        }
        return fault is not null;
    }

    /// <summary>The failure in a body or in a stream's frame; null where it tells none.</summary>
    private static BackendFault? From(JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object) return null;
        if (body.Optional("error") is { ValueKind: JsonValueKind.Object } error)
            return Clean(Text(error, "message") ?? Text(error, "type")) is { } said
                ? new BackendFault(said, Text(error, "type"), Text(error, "code"), Text(error, "param"))
                : null;
        var message = Clean(Text(body, "error") ?? Text(body, "message") ?? Text(body, "detail") ?? ValidationDetail(body));
        return message is null ? null : new BackendFault(message, Text(body, "type"), Text(body, "code"), Text(body, "param"));
    }

    /// <summary>FastAPI's list of what is wrong (vLLM, SGLang): the first.</summary>
    private static string? ValidationDetail(JsonElement body) =>
        body.Optional("detail") is { ValueKind: JsonValueKind.Array } list && list.GetArrayLength() > 0 && list[0].ValueKind == JsonValueKind.Object
            ? Text(list[0], "msg")
            : null;

    private static string? Text(JsonElement parent, string name) => parent.Optional(name) switch
    {
        { ValueKind: JsonValueKind.String } value => value.GetString(),
        { ValueKind: JsonValueKind.Number } value => value.GetRawText(),
        _ => null,
    };

    /// <summary>One bounded line without control characters; null for what is markup or nothing.</summary>
    private static string? Clean(string? message)
    {
        if (string.IsNullOrWhiteSpace(message) || message.AsSpan().TrimStart().StartsWith('<') || message.Contains("<html", StringComparison.OrdinalIgnoreCase)) return null;
        var line = new StringBuilder(Math.Min(message.Length, ErrorBodies.LongestMessage));
        foreach (var rune in message.AsSpan().Trim().EnumerateRunes())
        {
            if (line.Length + rune.Utf16SequenceLength > ErrorBodies.LongestMessage - 1)
            {
                line.Append('…');
                break;
            }
            line.Append(Rune.IsControl(rune) ? " " : rune.ToString());
        }
        return line.ToString();
    }

    private static ErrorKind KindOf(string? type) => type switch
    {
        "rate_limit_error" or "rate_limit_exceeded" => ErrorKind.RateLimited,
        "overloaded_error" => ErrorKind.Overloaded,
        "timeout_error" => ErrorKind.Timeout,
        _ => ErrorKind.Backend,
    };
}
