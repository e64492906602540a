using Ziggie.Cli.Chat;

namespace Ziggie.Tests.Cli;

/// <summary>Keys on a line, without a terminal.</summary>
public sealed class LineEditingTests
{
    [Theory]
    [InlineData("hello", "hello|")]
    [InlineData("hello←←X", "helX|lo")]
    [InlineData("ab⇤X", "X|ab")]
    [InlineData("ab⇤⇥X", "abX|")]
    [InlineData("ab←⌫", "|b")]
    [InlineData("ab⇤⌦", "|b")]
    [InlineData("one two^W", "one |")]
    [InlineData("one two^U", "|")]
    [InlineData("one two⇤^K", "|")]
    [InlineData("é👍🏽x←⌫", "é|x")]
    [InlineData("⌫⌦←→^W", "|")]
    [InlineData("↑", "newest|")]
    [InlineData("↑↑", "oldest|")]
    [InlineData("↑↑↑", "oldest|")]
    [InlineData("draft↑↓", "draft|")]
    [InlineData("↓", "|")]
    public void Keys_do_what_they_do_everywhere(string keys, string expected)
    {
        var line = new LineBuffer(["oldest", "newest"]);
        for (var i = 0; i < keys.Length; i++)
        {
            if (keys[i] == '^') line.Take(new ConsoleKeyInfo('\0', Enum.Parse<ConsoleKey>(keys[++i].ToString()), false, false, true));
            else line.Take(Key(keys[i]));
        }

        Assert.Equal(expected, line.Text.Insert(line.Cursor, "|"));
    }

    [Theory]
    [InlineData("", 0, 0)]
    [InlineData("abc", 0, 3)]
    [InlineData("0123456789", 1, 0)]
    [InlineData("01234567890", 1, 1)]
    [InlineData("日本", 0, 4)]
    [InlineData("012345678日", 1, 2)]
    [InlineData("a\nb", 1, 1)]
    [InlineData("é👍🏽", 0, 3)]
    public void Text_takes_the_room_that_a_terminal_gives_it(string text, int row, int column) =>
        Assert.Equal((row, column), TextWidth.Place(text, 10));

    private static ConsoleKeyInfo Key(char c) => c switch
    {
        '←' => new('\0', ConsoleKey.LeftArrow, false, false, false),
        '→' => new('\0', ConsoleKey.RightArrow, false, false, false),
        '↑' => new('\0', ConsoleKey.UpArrow, false, false, false),
        '↓' => new('\0', ConsoleKey.DownArrow, false, false, false),
        '⇤' => new('\0', ConsoleKey.Home, false, false, false),
        '⇥' => new('\0', ConsoleKey.End, false, false, false),
        '⌫' => new('\b', ConsoleKey.Backspace, false, false, false),
        '⌦' => new('\0', ConsoleKey.Delete, false, false, false),
        _ => new(c, ConsoleKey.None, false, false, false),
    };
}
