using System.Globalization;
using System.Text.Json;

namespace Ziggie.Cli.Output;

/// <summary>Looks into replies without copies of the API's types: what is not there shows as nothing, what is new does no harm.</summary>
internal static class JsonView
{
    /// <summary>The first of these properties that is there, as text: lists with commas, objects by what they say or are called.</summary>
    public static string Text(this JsonElement element, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (element.Find(name) is not { } value) continue;
            return Text(value);
        }
        return "";
    }

    private static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => string.Join(", ", value.EnumerateArray().Select(Text)),
        JsonValueKind.Object => value.Text("message", "name", "id"),
        JsonValueKind.True => "yes",
        JsonValueKind.False => "no",
        _ => value.ToString(),
    };

    public static double? Number(this JsonElement element, string name) =>
        element.Find(name) is { ValueKind: JsonValueKind.Number } value ? value.GetDouble() : null;

    public static bool IsTrue(this JsonElement element, string name) => element.Find(name) is { ValueKind: JsonValueKind.True };

    public static DateTimeOffset? Time(this JsonElement element, params ReadOnlySpan<string> names) =>
        DateTimeOffset.TryParse(element.Text(names), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    /// <summary>A page's items; also those of a bare list.</summary>
    public static IReadOnlyList<JsonElement> Items(this JsonElement element, params ReadOnlySpan<string> names)
    {
        if (element.ValueKind == JsonValueKind.Array) return [.. element.EnumerateArray()];
        foreach (var name in names.IsEmpty ? ["items"] : names)
            if (element.Find(name) is { ValueKind: JsonValueKind.Array } list) return [.. list.EnumerateArray()];
        return [];
    }

    /// <summary>Null where it is not there or null.</summary>
    public static JsonElement? Find(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined) ? value : null;
}
