using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Ziggie.Engine.Grammars;

/// <summary>
/// Rules for JSON as such. Wherever a writer may choose, little choice is left: white space is a space or a line break with indentation,
/// numbers have digits that a reader can keep, escapes make valid Unicode.
/// </summary>
internal sealed class JsonRules(GrammarBuilder rules)
{
    public string Space => rules.Add("ws", "\"\" | \" \" | \"\\n\" [ \\t]{0,32}");

    /// <summary>One character inside a string, as it may be written.</summary>
    public string Char
    {
        get
        {
            var hex = rules.Add("hex", "[0-9a-fA-F]");
            var unicode = rules.Add("unicode", $"[0-9abcefABCEF] {hex}{{3}} | [dD] [0-7] {hex}{{2}} | [dD] [89abAB] {hex}{{2}} \"\\\\u\" [dD] [c-fC-F] {hex}{{2}}");
            return rules.Add("char", $"[^\"\\\\\\x00-\\x1F] | \"\\\\\" [\"\\\\/bfnrt] | \"\\\\u\" {unicode}");
        }
    }

    public string Text => rules.Add("string", $"\"\\\"\" {Char}* \"\\\"\"");
    public string Integer => rules.Add("integer", $"\"-\"? {Digits}");
    public string Number => rules.Add("number", $"\"-\"? {Digits} {rules.Add("fraction", "\"\" | \".\" [0-9]{1,17}")} {rules.Add("exponent", "\"\" | [eE] [-+]? [0-9]{1,2}")}");
    public string Boolean => rules.Add("boolean", "\"true\" | \"false\"");
    public static string Null => "\"null\"";

    /// <summary>Any value.</summary>
    public string Value
    {
        get
        {
            if (_value is { } known) return known;
            _value = rules.Reserve("value");
            rules.Define(_value, $"{Object} | {Array} | {Text} | {Number} | {Boolean} | {Null}");
            return _value;
        }
    }

    /// <summary>Any object.</summary>
    public string Object
    {
        get
        {
            var entry = rules.Add("entry", $"{Text} \":\" {Space} {Value}");
            return rules.Add("object", $"\"{{\" {Space} {rules.Add("entries", $"\"\" | {entry} {rules.Add("more-entries", $"\",\" {Space} {entry}")}* {Space}")} \"}}\"");
        }
    }

    /// <summary>Any array.</summary>
    public string Array => rules.Add("array", $"\"[\" {Space} {rules.Add("elements", $"\"\" | {Value} {rules.Add("more-elements", $"\",\" {Space} {Value}")}* {Space}")} \"]\"");

    // Eighteen: what a 64-bit integer always holds.
    private string Digits => rules.Add("digits", "\"0\" | [1-9] [0-9]{0,17}");

    private string? _value;

    /// <summary>Exactly this value.</summary>
    public string Literal(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => Members('{', '}', [.. value.EnumerateObject().Select(p => $"{GrammarText.Literal($"{Quote(p.Name)}:")} {Space} {Literal(p.Value)}")]),
        JsonValueKind.Array => Members('[', ']', [.. value.EnumerateArray().Select(Literal)]),
        JsonValueKind.String => GrammarText.Literal(Quote(value.GetString()!)),
        _ => GrammarText.Literal(value.GetRawText()),
    };

    /// <summary>A string as JSON, with no more escapes than there must be.</summary>
    public static string Quote(string text)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('"');
        foreach (var c in text) quoted.Append(Escape(c) ?? c.ToString());
        return quoted.Append('"').ToString();
    }

    /// <summary>Null for a character that stands for itself.</summary>
    public static string? Escape(int point) => point switch
    {
        '"' => "\\\"",
        '\\' => "\\\\",
        '\b' => "\\b",
        '\f' => "\\f",
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        < ' ' => string.Create(CultureInfo.InvariantCulture, $"\\u{point:x4}"),
        _ => null,
    };

    private string Members(char open, char close, string[] members) =>
        members.Length == 0 ? $"\"{open}\" {Space} \"{close}\"" : $"\"{open}\" {Space} {string.Join($" \",\" {Space} ", members)} {Space} \"{close}\"";
}
