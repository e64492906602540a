using System.Globalization;

namespace Ziggie.Cli.Chat;

/// <summary>A line being edited, and those before it. Knows keys but no terminal.</summary>
internal sealed class LineBuffer(List<string> history)
{
    private int _at = history.Count;
    private string _draft = "";

    public string Text { get; private set; } = "";

    /// <summary>Where the next character goes, in UTF-16 units; never inside a character.</summary>
    public int Cursor { get; private set; }

    /// <summary>Takes a key; false where it means nothing here.</summary>
    public bool Take(ConsoleKeyInfo key)
    {
        var control = key.Modifiers.HasFlag(ConsoleModifiers.Control);
        switch (key.Key)
        {
            case ConsoleKey.LeftArrow when control:
            case ConsoleKey.B when key.Modifiers.HasFlag(ConsoleModifiers.Alt):
                Cursor = WordStart();
                break;
            case ConsoleKey.RightArrow when control:
            case ConsoleKey.F when key.Modifiers.HasFlag(ConsoleModifiers.Alt):
                Cursor = WordEnd();
                break;
            case ConsoleKey.LeftArrow:
            case ConsoleKey.B when control:
                Cursor = Before(Cursor);
                break;
            case ConsoleKey.RightArrow:
            case ConsoleKey.F when control:
                Cursor = After(Cursor);
                break;
            case ConsoleKey.Home:
            case ConsoleKey.A when control:
                Cursor = 0;
                break;
            case ConsoleKey.End:
            case ConsoleKey.E when control:
                Cursor = Text.Length;
                break;
            case ConsoleKey.UpArrow:
            case ConsoleKey.P when control:
                Recall(_at - 1);
                break;
            case ConsoleKey.DownArrow:
            case ConsoleKey.N when control:
                Recall(_at + 1);
                break;
            case ConsoleKey.Backspace when control:
            case ConsoleKey.W when control:
                Cut(WordStart(), Cursor);
                break;
            case ConsoleKey.Backspace:
            case ConsoleKey.H when control:
                Cut(Before(Cursor), Cursor);
                break;
            case ConsoleKey.Delete:
            case ConsoleKey.D when control:
                Cut(Cursor, After(Cursor));
                break;
            case ConsoleKey.K when control:
                Cut(Cursor, Text.Length);
                break;
            case ConsoleKey.U when control:
                Cut(0, Cursor);
                break;
            default:
                return Insert(key);
        }
        return true;
    }

    public void Insert(string text)
    {
        Text = Text.Insert(Cursor, text);
        Cursor += text.Length;
    }

    private bool Insert(ConsoleKeyInfo key)
    {
        if (char.IsControl(key.KeyChar) && key.KeyChar != '\t') return false;
        Insert(key.KeyChar == '\t' ? "    " : key.KeyChar.ToString());
        return true;
    }

    private void Cut(int from, int to)
    {
        Text = Text.Remove(from, to - from);
        Cursor = from;
    }

    /// <summary>The line being written is kept below the newest of the earlier ones.</summary>
    private void Recall(int index)
    {
        if (index < 0 || index > history.Count) return;
        if (_at == history.Count) _draft = Text;
        _at = index;
        Text = index == history.Count ? _draft : history[index];
        Cursor = Text.Length;
    }

    private int Before(int at)
    {
        var starts = StringInfo.ParseCombiningCharacters(Text);
        return starts.LastOrDefault(s => s < at, 0);
    }

    private int After(int at) => at >= Text.Length ? Text.Length : at + StringInfo.GetNextTextElementLength(Text, at);

    private int WordStart()
    {
        var at = Cursor;
        while (at > 0 && char.IsWhiteSpace(Text[at - 1])) at--;
        while (at > 0 && !char.IsWhiteSpace(Text[at - 1])) at--;
        return at;
    }

    private int WordEnd()
    {
        var at = Cursor;
        while (at < Text.Length && char.IsWhiteSpace(Text[at])) at++;
        while (at < Text.Length && !char.IsWhiteSpace(Text[at])) at++;
        return at;
    }
}
