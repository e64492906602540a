namespace Ziggie.Engine.Grammars.Patterns;

/// <summary>The formats that are kept, as patterns. By the standard a format is a note; others than these are taken as one.</summary>
internal static class Formats
{
    private const string Date = @"[0-9]{4}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-9]))";
    private const string Time = @"([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]{1,9})?(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])";
    private const string Byte = "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
    private const string Label = "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
    private const string DayTime = "T([0-9]{1,6}H([0-9]{1,6}M([0-9]{1,6}S)?)?|[0-9]{1,6}M([0-9]{1,6}S)?|[0-9]{1,6}S)";

    private static readonly Dictionary<string, string> s_patterns = new()
    {
        ["date"] = Date,
        ["time"] = Time,
        ["date-time"] = $"{Date}T{Time}",
        ["duration"] = $"P([0-9]{{1,6}}W|([0-9]{{1,6}}D|[0-9]{{1,6}}M([0-9]{{1,6}}D)?|[0-9]{{1,6}}Y([0-9]{{1,6}}M([0-9]{{1,6}}D)?)?)({DayTime})?|{DayTime})",
        ["uuid"] = "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}",
        ["email"] = $@"[A-Za-z0-9_%+-]{{1,32}}(\.[A-Za-z0-9_%+-]{{1,32}}){{0,3}}@{Label}(\.{Label}){{1,4}}",
        ["hostname"] = $@"{Label}(\.{Label}){{0,8}}",
        ["ipv4"] = $@"{Byte}(\.{Byte}){{3}}",
        ["ipv6"] = "[0-9a-fA-F]{1,4}(:[0-9a-fA-F]{1,4}){7}",
        ["uri"] = @"[A-Za-z][A-Za-z0-9+.-]{0,20}:[A-Za-z0-9._~:/?#@!$&'()*+,;=%[\]-]{1,1000}",
    };

    private static readonly Dictionary<string, PatternNode> s_parsed = s_patterns.ToDictionary(p => p.Key, p => PatternParser.Parse($"format {p.Key}", $"^(?:{p.Value})$"));

    public static PatternNode? Of(string format) => s_parsed.GetValueOrDefault(format);
}
