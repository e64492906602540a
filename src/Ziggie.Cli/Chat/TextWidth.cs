using System.Globalization;
using System.Text;

namespace Ziggie.Cli.Chat;

/// <summary>How much room text takes on a terminal.</summary>
internal static class TextWidth
{
    // East Asian wide and full-width characters, and pictures.
    private static readonly (int From, int To)[] s_wide =
    [
        (0x1100, 0x115F), (0x2E80, 0xA4CF), (0xAC00, 0xD7A3), (0xF900, 0xFAFF), (0xFE30, 0xFE6F),
        (0xFF00, 0xFF60), (0xFFE0, 0xFFE6), (0x1F300, 0x1F64F), (0x1F900, 0x1FAFF), (0x20000, 0x3FFFD),
    ];

    /// <summary>Row and column after the text, written from the left edge of a terminal so wide.</summary>
    public static (int Row, int Column) Place(string text, int width)
    {
        var (row, column) = (0, 0);
        var elements = StringInfo.GetTextElementEnumerator(text);
        while (elements.MoveNext())
        {
            var element = elements.GetTextElement();
            if (element is "\n" or "\r\n")
            {
                row++;
                column = 0;
                continue;
            }
            var wide = Of(element);
            if (column + wide > width)
            {
                row++;
                column = 0;
            }
            column += wide;
            if (column < width) continue;
            row++;
            column = 0;
        }
        return (row, column);
    }

    private static int Of(string element)
    {
        var rune = Rune.GetRuneAt(element, 0).Value;
        return Array.Exists(s_wide, w => rune >= w.From && rune <= w.To) ? 2 : 1;
    }
}
