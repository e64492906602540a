using System.Globalization;

namespace Ziggie.Simulator.Faults;

/// <summary>Faults as people write them: a name, then <c>key=value</c> after spaces or commas.</summary>
public static class FaultText
{
    private static readonly (string Name, FaultKind Kind, string Meaning)[] Kinds =
    [
        ("refuse", FaultKind.Refuse, "the port refuses connections"),
        ("flap", FaultKind.Flap, "refuses by turns: up=5s down=5s"),
        ("reset", FaultKind.Reset, "resets the connection instead of answering"),
        ("hang", FaultKind.Hang, "no answer, not even headers: for=30s"),
        ("stall", FaultKind.Stall, "the stream stops without ending: after=3"),
        ("drop", FaultKind.Drop, "resets the connection in mid-stream: after=3"),
        ("drop-fin", FaultKind.DropFin, "closes the connection in mid-stream: after=3"),
        ("garbage", FaultKind.Garbage, "bytes that are not HTTP"),
        ("garbage-body", FaultKind.GarbageBody, "a body that is not JSON"),
        ("malformed-json", FaultKind.MalformedJson, "one frame of broken JSON: after=3"),
        ("html", FaultKind.Html, "a web page with status 200"),
        ("html-502", FaultKind.Html502, "a proxy's error page with status 502"),
        ("split-utf8", FaultKind.SplitUtf8, "characters cut in two between chunks; the reply is whole"),
        ("cut-utf8", FaultKind.CutUtf8, "ends within a character: after=3"),
        ("no-finish", FaultKind.NoFinish, "ends without a finish reason"),
        ("status", FaultKind.Status, "an error answer; also by its number, such as 429 retry-after=2s"),
        ("slow-load", FaultKind.SlowLoad, "waits before the first token: for=60s"),
        ("slow-bytes", FaultKind.SlowBytes, "byte by byte, a gap between them"),
        ("huge-line", FaultKind.HugeLine, "a line without an end: after=3"),
        ("error-in-stream", FaultKind.ErrorInStream, "an error object in the stream: after=3"),
        ("double-finish", FaultKind.DoubleFinish, "finishes twice"),
    ];

    public static IEnumerable<(string Name, string Meaning)> Known => Kinds.Select(k => (k.Name, k.Meaning));

    public static bool TryParse(string text, out Fault? fault, out string? error)
    {
        fault = null;
        error = null;
        var words = text.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (words.Length == 0 || KindOf(words[0]) is not { } parsed)
        {
            error = $"\"{(words.Length == 0 ? text : words[0])}\" is no fault. There are: {string.Join(", ", Kinds.Select(k => k.Name))}, and statuses from 400 to 599.";
            return false;
        }
        foreach (var word in words.Skip(1))
        {
            var parts = word.Split('=', 2);
            if (With(parsed, parts[0], parts.Length == 2 ? parts[1] : null) is not { } changed)
            {
                error = $"\"{word}\" is nothing that the fault {words[0]} takes. Write after=5 (tokens), every=3, p=0.1, times=2, for=30s, retry-after=2s, up=5s, down=5s, status=500 or everywhere.";
                return false;
            }
            parsed = changed;
        }
        fault = parsed;
        return true;
    }

    public static string Format(Fault fault)
    {
        var name = fault.Kind == FaultKind.Status ? fault.Status.ToString(CultureInfo.InvariantCulture) : Kinds.First(k => k.Kind == fault.Kind).Name;
        var text = new List<string> { name };
        if (fault.After is { } after) text.Add($"after={after}");
        if (fault.Every != 1) text.Add($"every={fault.Every}");
        if (fault.Probability < 1) text.Add(string.Create(CultureInfo.InvariantCulture, $"p={fault.Probability}"));
        if (fault.Times is { } times) text.Add($"times={times}");
        if (fault.For is { } duration) text.Add($"for={Format(duration)}");
        if (fault.RetryAfter is { } retry) text.Add($"retry-after={Format(retry)}");
        if (fault.Kind == FaultKind.Flap) text.Add($"up={Format(fault.Up)} down={Format(fault.Down)}");
        if (fault.Everywhere) text.Add("everywhere");
        return string.Join(' ', text);
    }

    private static Fault? KindOf(string name)
    {
        if (int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var status))
            return status is >= 400 and <= 599 ? new Fault(FaultKind.Status) { Status = status } : null;
        foreach (var kind in Kinds)
            if (kind.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) return new Fault(kind.Kind);
        return null;
    }

    private static Fault? With(Fault fault, string key, string? value) => (key.ToLowerInvariant(), value) switch
    {
        ("everywhere", null) => fault with { Everywhere = true },
        ("after", not null) when Whole(value) is { } after => fault with { After = after },
        ("every", not null) when Whole(value) is { } every and > 0 => fault with { Every = every },
        ("times", not null) when Whole(value) is { } times => fault with { Times = times },
        ("status", not null) when fault.Kind == FaultKind.Status && Whole(value) is { } status and >= 400 and <= 599 => fault with { Status = status },
        ("p", not null) when double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var p) && p <= 1 => fault with { Probability = p },
        ("for", not null) when Duration(value) is { } duration => fault with { For = duration },
        ("retry-after", not null) when Duration(value) is { } retry => fault with { RetryAfter = retry },
        ("up", not null) when Duration(value) is { } up && up > TimeSpan.Zero => fault with { Up = up },
        ("down", not null) when Duration(value) is { } down && down > TimeSpan.Zero => fault with { Down = down },
        _ => null,
    };

    private static int? Whole(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>"200ms", "2s", "5m"; a bare number is seconds.</summary>
    private static TimeSpan? Duration(string text)
    {
        var digits = text.TrimEnd('m', 's');
        double? unit = text[digits.Length..] switch { "ms" => 0.001, "s" or "" => 1, "m" => 60, _ => null };
        return unit is { } seconds && double.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number * seconds <= 86_400
            ? TimeSpan.FromSeconds(number * seconds)
            : null;
    }

    private static string Format(TimeSpan span) => string.Create(CultureInfo.InvariantCulture, $"{span.TotalMilliseconds}ms");
}
