using System.Text.Json;
using System.Text.RegularExpressions;
using Ziggie.Simulator.Replies;

namespace Ziggie.Simulator.Schemas;

/// <summary>Strings within a schema's length, format and pattern.</summary>
internal static class SchemaStrings
{
    private const int Longest = 100_000;

    public static string Make(JsonElement schema, Rng random)
    {
        if (schema.Word("pattern") is { } pattern && OfPattern(pattern, schema, random) is { } matching) return matching;
        if (schema.Word("format") is { } format && OfFormat(format, random) is { } formatted) return formatted;

        var text = ReplyText.Words(random, 1 + random.Below(3));
        var least = (int)Math.Clamp(schema.Number("minLength") ?? 0, 0, Longest);
        var most = (int)Math.Clamp(schema.Number("maxLength") ?? Longest, 0, Longest);
        if (text.Length < least) text = text.PadRight(least, 'x');
        return text.Length > most ? text[..most] : text;
    }

    private static string? OfFormat(string format, Rng random) => format switch
    {
        "date-time" => $"20{Two(random, 10, 40)}-{Two(random, 1, 12)}-{Two(random, 1, 28)}T{Two(random, 0, 23)}:{Two(random, 0, 59)}:{Two(random, 0, 59)}Z",
        "date" => $"20{Two(random, 10, 40)}-{Two(random, 1, 12)}-{Two(random, 1, 28)}",
        "time" => $"{Two(random, 0, 23)}:{Two(random, 0, 59)}:{Two(random, 0, 59)}Z",
        "duration" => $"PT{1 + random.Below(59)}M",
        "email" or "idn-email" => $"{ReplyText.Words(random, 1)}@example.com",
        "hostname" or "idn-hostname" => $"{ReplyText.Words(random, 1)}.example.com",
        "uri" or "url" or "iri" or "uri-reference" => $"https://example.com/{ReplyText.Words(random, 1)}",
        "uuid" => $"{random.Hex(8)}-{random.Hex(4)}-4{random.Hex(3)}-8{random.Hex(3)}-{random.Hex(12)}",
        "ipv4" => $"192.0.2.{random.Below(256)}",
        "ipv6" => $"2001:db8::{random.Hex(4)}",
        _ => null,
    };

    private static string Two(Rng random, int from, int to) => (from + random.Below(to - from + 1)).ToString("00", null);

    /// <summary>Null where the pattern is beyond the generator.</summary>
    private static string? OfPattern(string pattern, JsonElement schema, Rng random)
    {
        try
        {
            var check = new Regex(pattern, RegexOptions.ECMAScript, TimeSpan.FromMilliseconds(100));
            for (var attempt = 0; attempt < 20; attempt++)
            {
                var text = PatternText.Make(pattern, random);
                if (text.Length >= (schema.Number("minLength") ?? 0) && text.Length <= (schema.Number("maxLength") ?? Longest) && check.IsMatch(text)) return text;
            }
        }
        catch (Exception e) when (e is ArgumentException or RegexMatchTimeoutException or FormatException)
        {
            // A pattern that .NET or the generator cannot read: any string must do.
        }
        return null;
    }
}
