using System.Globalization;
using System.Text.Json.Nodes;
using Ziggie.Wire;

namespace Ziggie.Cli.Output;

/// <summary>Reads values of options that are more than plain text.</summary>
internal static class Input
{
    /// <summary>A whole number, also <c>200k</c> or <c>1M</c>; <c>none</c> is no limit.</summary>
    public static JsonNode? Limit(string option, string text)
    {
        if (text.Equals("none", StringComparison.OrdinalIgnoreCase)) return null;
        var factor = text[^1] switch { 'k' or 'K' => 1_000L, 'm' or 'M' => 1_000_000L, _ => 1L };
        var digits = factor == 1 ? text : text[..^1];
        if (!long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number is 0 or > 1_000_000_000_000)
            throw new CliException(ExitCode.Usage, $"{option} takes a whole number from 1, such as 60, 200k or 1M, or \"none\"; not \"{text}\".");
        return JsonValue.Create(number * factor);
    }

    /// <summary>A time: RFC 3339 or a date, or how long from now in the direction given (<c>7d</c>, <c>24h</c>).</summary>
    public static DateTimeOffset Time(string option, string text, DateTimeOffset now, bool past)
    {
        if (Durations.Parse(text) is { } span) return past ? now - span : now + span;
        if (char.IsAsciiDigit(text.FirstOrDefault())
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time))
            return time;
        throw new CliException(ExitCode.Usage, $"{option} takes a date (2026-01-31), a time (2026-01-31T12:00:00Z) or a span (7d, 24h); not \"{text}\".");
    }

    public static string Rfc3339(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public static TimeSpan? Span(string option, string? text) =>
        text is null ? null : Durations.Parse(text) ?? throw new CliException(ExitCode.Usage, $"{option} takes a duration such as 200ms or 2s; not \"{text}\".");

    public static JsonArray List(IEnumerable<string> items) =>
        [.. items.SelectMany(i => i.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).Select(i => (JsonNode)JsonValue.Create(i)!)];

    /// <summary>A secret: <c>-</c> reads a line of stdin, so that it stands in no process list.</summary>
    public static string Secret(CliHost host, string option, string? text)
    {
        if (text is not null and not "-") return text;
        if (host.InIsTerminal) return HiddenLine(host, $"{option.TrimStart('-')}: ");
        return host.In.ReadLine() is { Length: > 0 } line ? line : throw new CliException(ExitCode.Usage, $"{option} was to be read from stdin, which is empty.");
    }

    private static string HiddenLine(CliHost host, string prompt)
    {
        host.Error.Write(prompt);
        var text = "";
        while (true)
        {
            var key = Console.ReadKey(intercept: true);
            if (key.Key == ConsoleKey.Enter) break;
            if (key.Key == ConsoleKey.Backspace) text = text.Length > 0 ? text[..^1] : "";
            else if (!char.IsControl(key.KeyChar)) text += key.KeyChar;
        }
        host.Error.WriteLine();
        return text;
    }
}
