namespace Ziggie.Conversations;

/// <summary>A title from the first question: its first line with anything in it, cut at a word where there is one.</summary>
internal static class MadeTitle
{
    public static string? Of(string content, int length)
    {
        foreach (var raw in content.AsSpan().EnumerateLines())
        {
            var line = string.Join(' ', raw.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
            if (line.Length == 0) continue;
            if (line.Length <= length) return line;
            var cut = line[..Snippet.Whole(line, length - 1)];
            var space = cut.LastIndexOf(' ');
            return (space > length / 2 ? cut[..space] : cut) + "…";
        }
        return null;
    }
}
