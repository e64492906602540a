namespace Ziggie.Cli.Chat;

/// <summary>Joins lines into one message: a line that ends in <c>\</c> goes on, and so does everything between <c>"""</c> and <c>"""</c>.</summary>
internal static class MultiLine
{
    private const string Fence = "\"\"\"";
    private const int MaxLength = 4 << 20;

    public static (LineEnd End, string Text) Read(ILineReader reader)
    {
        var text = "";
        var fenced = false;
        while (text.Length < MaxLength)
        {
            var (end, line) = reader.Read(text.Length == 0 && !fenced ? ">>> " : "... ");
            if (end == LineEnd.Interrupted) return (end, "");
            if (end == LineEnd.Closed) return text.Length == 0 ? (end, "") : (LineEnd.Done, text);
            if (!fenced && text.Length == 0 && line.TrimStart().StartsWith(Fence, StringComparison.Ordinal))
            {
                fenced = true;
                line = line.TrimStart()[Fence.Length..];
            }
            if (fenced)
            {
                var close = line.TrimEnd().EndsWith(Fence, StringComparison.Ordinal);
                text += close ? line.TrimEnd()[..^Fence.Length] : line + "\n";
                if (close) return (LineEnd.Done, text);
            }
            else if (line.EndsWith('\\')) text += line[..^1] + "\n";
            else return (LineEnd.Done, text + line);
        }
        return (LineEnd.Done, text);
    }
}
