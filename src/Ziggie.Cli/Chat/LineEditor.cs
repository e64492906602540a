namespace Ziggie.Cli.Chat;

/// <summary>Edits a line on a terminal: arrow keys, history, the usual control keys, lines longer than the screen is wide.</summary>
internal sealed class LineEditor(CliHost host) : ILineReader
{
    private const int MaxHistory = 500;
    private readonly List<string> _history = [];
    private int _cursorRow;

    public (LineEnd End, string Text) Read(string prompt)
    {
        var line = new LineBuffer(_history);
        _cursorRow = 0;
        Console.TreatControlCAsInput = true;
        try
        {
            Draw(prompt, line);
            while (true)
            {
                var key = Console.ReadKey(intercept: true);
                if (End(key, line) is { } end)
                {
                    Leave(prompt, line);
                    if (end == LineEnd.Done) Remember(line.Text);
                    return (end, line.Text);
                }

                // A line end amid other keys comes from the clipboard, not from a finger.
                if (key.Key == ConsoleKey.Enter) line.Insert("\n");
                else line.Take(key);
                if (!Console.KeyAvailable) Draw(prompt, line);
            }
        }
        finally
        {
            Console.TreatControlCAsInput = false;
        }
    }

    private static LineEnd? End(ConsoleKeyInfo key, LineBuffer line)
    {
        if (key.Key == ConsoleKey.Enter) return Console.KeyAvailable ? null : LineEnd.Done;
        if (!key.Modifiers.HasFlag(ConsoleModifiers.Control)) return null;
        return key.Key switch
        {
            ConsoleKey.C => LineEnd.Interrupted,
            ConsoleKey.D when line.Text.Length == 0 => LineEnd.Closed,
            _ => null,
        };
    }

    private void Remember(string text)
    {
        if (text.Trim().Length == 0 || _history.LastOrDefault() == text) return;
        _history.Add(text);
        if (_history.Count > MaxHistory) _history.RemoveAt(0);
    }

    /// <summary>Writes the whole line anew and puts the cursor where it belongs.</summary>
    private void Draw(string prompt, LineBuffer line)
    {
        var width = Math.Max(20, Console.WindowWidth);
        var (endRow, endColumn) = TextWidth.Place(prompt + line.Text, width);
        var (row, column) = TextWidth.Place(prompt + line.Text[..line.Cursor], width);
        var up = _cursorRow > 0 ? $"\e[{_cursorRow}A" : "";

        // At the right edge terminals wait for one more character before they wrap.
        var wrap = endColumn == 0 && endRow > 0 && !line.Text.EndsWith('\n') ? "\n" : "";
        var back = endRow > row ? $"\e[{endRow - row}A" : "";
        var right = column > 0 ? $"\e[{column}C" : "";
        host.Out.Write($"{up}\r\e[J{prompt}{line.Text.Replace("\n", "\r\n", StringComparison.Ordinal)}{wrap}{back}\r{right}");
        host.Out.Flush();
        _cursorRow = row;
    }

    private void Leave(string prompt, LineBuffer line)
    {
        var (endRow, _) = TextWidth.Place(prompt + line.Text, Math.Max(20, Console.WindowWidth));
        host.Out.Write((endRow > _cursorRow ? $"\e[{endRow - _cursorRow}B" : "") + "\r\n");
        host.Out.Flush();
    }
}
