namespace Ziggie.Conversations;

/// <summary>The text around the first word found, on one line.</summary>
internal static class Snippet
{
    private const int Before = 40;
    private const int Length = 160;

    public static string Of(string content, IReadOnlyList<SearchWord> words)
    {
        var at = words.Select(w => content.IndexOf(w.Plain, StringComparison.OrdinalIgnoreCase)).Where(i => i >= 0).DefaultIfEmpty(0).Min();
        var from = Whole(content, Math.Max(0, at - Before));
        var to = Whole(content, Math.Min(content.Length, from + Length));
        var text = string.Join(' ', content[from..to].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return (from > 0 ? "…" : "") + text + (to < content.Length ? "…" : "");
    }

    /// <summary>Not between the two halves of a character.</summary>
    public static int Whole(string text, int index) => index > 0 && index < text.Length && char.IsLowSurrogate(text[index]) ? index - 1 : index;
}
