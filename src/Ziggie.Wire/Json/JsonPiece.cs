using System.Text.Json;

namespace Ziggie.Wire.Json;

/// <summary>A string as it stands in the JSON, found but not yet unescaped; empty too where the value is no string.</summary>
internal readonly ref struct JsonPiece(ReadOnlySpan<byte> json, bool escaped)
{
    public ReadOnlySpan<byte> Json { get; } = json;
    public bool Escaped { get; } = escaped;
    public bool IsEmpty => Json.IsEmpty;

    /// <summary>The value of the property that the reader stands on.</summary>
    public static JsonPiece Next(scoped ref Utf8JsonReader json)
    {
        json.Read();
        if (json.TokenType == JsonTokenType.String) return new JsonPiece(json.ValueSpan, json.ValueIsEscaped);
        json.Skip();
        return default;
    }

    /// <summary>The list that is the value of the property; empty where it is none.</summary>
    public static ReadOnlySpan<byte> NextArray(scoped ref Utf8JsonReader json, ReadOnlySpan<byte> data) => NextWhole(ref json, data, JsonTokenType.StartArray);

    /// <summary>The object that is the value of the property; empty where it is none.</summary>
    public static ReadOnlySpan<byte> NextObject(scoped ref Utf8JsonReader json, ReadOnlySpan<byte> data) => NextWhole(ref json, data, JsonTokenType.StartObject);

    /// <summary>The number that is the value of the property; 0 where it is none, or negative.</summary>
    public static long NextNumber(scoped ref Utf8JsonReader json) => TryNextNumber(ref json, out var number) ? number : 0;

    /// <summary>As <see cref="NextNumber"/>, but -1 ("not said") where it is none.</summary>
    public static int NextCount(scoped ref Utf8JsonReader json) => TryNextNumber(ref json, out var number) ? (int)Math.Min(number, int.MaxValue) : -1;

    /// <summary>The text, bounded: for ids and names.</summary>
    public string? ToStringOrNull()
    {
        const int longest = 512;
        if (IsEmpty || Json.Length > longest) return null;
        Span<byte> text = stackalloc byte[longest * LooseText.MostGrowth];
        if (!Escaped) return System.Text.Encoding.UTF8.GetString(Json);
        Span<byte> loose = stackalloc byte[longest];
        var length = LooseText.Unescape(Json, loose);
        length = LooseText.Mend(loose[..length], text, out _);
        return System.Text.Encoding.UTF8.GetString(text[..length]);
    }

    private static bool TryNextNumber(scoped ref Utf8JsonReader json, out long number)
    {
        json.Read();
        number = 0;
        if (json.TokenType == JsonTokenType.Number && json.TryGetInt64(out number) && number >= 0) return true;
        json.Skip();
        return false;
    }

    private static ReadOnlySpan<byte> NextWhole(scoped ref Utf8JsonReader json, ReadOnlySpan<byte> data, JsonTokenType opening)
    {
        json.Read();
        if (json.TokenType != opening)
        {
            json.Skip();
            return default;
        }
        var start = (int)json.TokenStartIndex;
        json.Skip();
        return data[start..(int)json.BytesConsumed];
    }
}
