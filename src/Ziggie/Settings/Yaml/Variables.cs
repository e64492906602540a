using System.Text;

namespace Ziggie.Settings;

/// <summary>Expands <c>${NAME}</c> and <c>${NAME:-default}</c> in a value; <c>$${</c> stands for <c>${</c> itself.</summary>
internal static class Variables
{
    private const int MaxLength = 64 * 1024;

    public static bool Has(string text) => text.Contains("${", StringComparison.Ordinal);

    /// <summary>Null where something is wrong, told by <paramref name="problem"/>.</summary>
    public static string? Expand(string text, IReadOnlyDictionary<string, string> environment, out string? problem)
    {
        problem = null;
        if (!Has(text)) return text;
        var result = new StringBuilder();
        for (var at = 0; at < text.Length;)
        {
            var start = text.IndexOf("${", at, StringComparison.Ordinal);
            if (start < 0)
            {
                result.Append(text, at, text.Length - at);
                break;
            }
            if (start > at && text[start - 1] == '$')
            {
                result.Append(text, at, start - 1 - at).Append("${");
                at = start + 2;
                continue;
            }
            result.Append(text, at, start - at);
            var end = text.IndexOf('}', start);
            if (end < 0)
            {
                problem = "has a '${' without its '}'; write ${NAME}, or $${ for the characters themselves";
                return null;
            }
            var value = Value(text[(start + 2)..end], environment, out problem);
            if (value is null) return null;
            result.Append(value);
            if (result.Length > MaxLength)
            {
                problem = $"becomes longer than {MaxLength} characters with its variables expanded";
                return null;
            }
            at = end + 1;
        }
        return result.ToString();
    }

    private static string? Value(string inside, IReadOnlyDictionary<string, string> environment, out string? problem)
    {
        problem = null;
        var dash = inside.IndexOf(":-", StringComparison.Ordinal);
        var name = dash < 0 ? inside : inside[..dash];
        if (name.Length is 0 or > 200 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_'))
        {
            problem = "has a '${…}' that is no variable's name (letters, digits and _); write ${NAME} or ${NAME:-default}, or $${ for the characters themselves";
            return null;
        }
        if (environment.TryGetValue(name, out var value) && (value.Length > 0 || dash < 0)) return value;
        if (dash >= 0) return inside[(dash + 2)..];
        problem = $"needs the environment variable {name}, which is not set; set it, or write ${{{name}:-default}}";
        return null;
    }
}
