using System.Globalization;
using System.Text.Json;
using Ziggie.Wire.Json;

namespace Ziggie.Wire.Ollama;

/// <summary><c>keep_alive</c>: a number of seconds, or a duration such as "5m".</summary>
internal static class OllamaKeepAlive
{
    public static string? Read(JsonElement body) => body.Optional("keep_alive") switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } seconds => seconds.GetRawText(),
        { ValueKind: JsonValueKind.String } duration => duration.AsString("keep_alive") is { Length: > 0 } said ? said : null,
        { } other => throw JsonFields.Expected("a number of seconds or a duration such as \"5m\"", other, "keep_alive"),
    };

    /// <summary>Ollama refuses a bare number in quotes.</summary>
    public static void Write(Utf8JsonWriter json, string? keepAlive)
    {
        if (keepAlive is null) return;
        if (double.TryParse(keepAlive, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds))
            json.WriteNumber("keep_alive"u8, seconds);
        else
            json.WriteString("keep_alive"u8, keepAlive);
    }

    /// <summary>Whether it asks to unload at once: 0, "0", "0s", "0h0m".</summary>
    public static bool IsZero(string? keepAlive) =>
        keepAlive is not null && keepAlive.Contains('0', StringComparison.Ordinal) && keepAlive.All(c => c is '0' or '.' or '+' or '-' or 'h' or 'm' or 's' or 'u' or 'n' or 'µ');
}
