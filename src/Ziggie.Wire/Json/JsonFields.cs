using System.Text.Json;

namespace Ziggie.Wire.Json;

/// <summary>
/// Strict reading of a caller's JSON: a field of the wrong type is a <see cref="WireException"/> that names it by its whole path.
/// <c>null</c> is the same as not being there.
/// </summary>
internal static class JsonFields
{
    public static JsonElement? Optional(this JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    public static JsonElement Required(this JsonElement parent, string name, string path = "") =>
        parent.Optional(name) ?? throw new WireException($"{At(path, name)} is missing.", At(path, name));

    public static string? OptionalString(this JsonElement parent, string name, string path = "") =>
        parent.Optional(name) is { } value ? value.AsString(At(path, name)) : null;

    public static string RequiredString(this JsonElement parent, string name, string path = "") =>
        parent.Required(name, path).AsString(At(path, name));

    public static bool? OptionalBool(this JsonElement parent, string name, string path = "") => parent.Optional(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        { } other => throw Expected("true or false", other, At(path, name)),
    };

    public static int? OptionalInt(this JsonElement parent, string name, string path = "")
    {
        if (parent.OptionalLong(name, path) is not { } value) return null;
        if (value is < int.MinValue or > int.MaxValue) throw OutOfRange(At(path, name));
        return (int)value;
    }

    /// <summary>A whole number; <c>3.0</c> is one too, since some languages' encoders write them so.</summary>
    public static long? OptionalLong(this JsonElement parent, string name, string path = "")
    {
        if (parent.Optional(name) is not { } value) return null;
        if (value.ValueKind != JsonValueKind.Number) throw Expected("a whole number", value, At(path, name));
        if (value.TryGetInt64(out var number)) return number;
        if (!value.TryGetDouble(out var real) || real != Math.Floor(real))
            throw new WireException($"{At(path, name)} must be a whole number, but it has a fraction.", At(path, name));
        if (Math.Abs(real) >= 9e18) throw OutOfRange(At(path, name));
        return (long)real;
    }

    public static double? OptionalNumber(this JsonElement parent, string name, string path = "")
    {
        if (parent.Optional(name) is not { } value) return null;
        if (value.ValueKind != JsonValueKind.Number) throw Expected("a number", value, At(path, name));
        if (!value.TryGetDouble(out var number) || !double.IsFinite(number)) throw OutOfRange(At(path, name));
        return number;
    }

    public static JsonElement? OptionalObject(this JsonElement parent, string name, string path = "") =>
        parent.Optional(name) is { } value ? value.AsObject(At(path, name)) : null;

    public static JsonElement RequiredObject(this JsonElement parent, string name, string path = "") =>
        parent.Required(name, path).AsObject(At(path, name));

    public static JsonElement? OptionalArray(this JsonElement parent, string name, string path = "") =>
        parent.Optional(name) is { } value ? value.AsArray(At(path, name)) : null;

    public static JsonElement RequiredArray(this JsonElement parent, string name, string path = "") =>
        parent.Required(name, path).AsArray(At(path, name));

    /// <summary>One string or a list of them, as a list; empty where the field is not there.</summary>
    public static IReadOnlyList<string> StringOrList(this JsonElement parent, string name, string path = "")
    {
        if (parent.Optional(name) is not { } value) return [];
        var at = At(path, name);
        return value.ValueKind switch
        {
            JsonValueKind.String => [value.AsString(at)],
            JsonValueKind.Array => [.. value.EnumerateArray().Select((item, i) => item.AsString($"{at}[{i}]"))],
            _ => throw Expected("a string or a list of strings", value, at),
        };
    }

    public static string AsString(this JsonElement value, string at)
    {
        if (value.ValueKind != JsonValueKind.String) throw Expected("a string", value, at);
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw new WireException($"{at} is not valid Unicode: it has broken UTF-8 or half of a surrogate pair.", at);
        }
    }

    public static JsonElement AsObject(this JsonElement value, string at) =>
        value.ValueKind == JsonValueKind.Object ? value : throw Expected("an object", value, at);

    public static JsonElement AsArray(this JsonElement value, string at) =>
        value.ValueKind == JsonValueKind.Array ? value : throw Expected("a list", value, at);

    /// <summary>The complaint about a value of the wrong type.</summary>
    public static WireException Expected(string what, JsonElement actual, string at) =>
        new($"{at} must be {what}, but it is {actual.ValueKind.InWords()}.", at);

    /// <summary>The fields of <paramref name="parent"/> that <paramref name="known"/> does not list, copied so that they outlive the body.</summary>
    public static Dictionary<string, JsonElement> Others(this JsonElement parent, IReadOnlySet<string> known)
    {
        var others = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var property in parent.EnumerateObject())
            if (!known.Contains(property.Name) && property.Value.ValueKind != JsonValueKind.Null) others[property.Name] = property.Value.Clone();
        return others;
    }

    public static string At(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    public static string InWords(this JsonValueKind kind) => kind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "a number",
        JsonValueKind.True or JsonValueKind.False => "a boolean",
        _ => "null",
    };

    private static WireException OutOfRange(string at) => new($"{at} is out of range.", at);
}
