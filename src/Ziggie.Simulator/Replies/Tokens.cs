using System.Globalization;
using System.Text;

namespace Ziggie.Simulator.Replies;

/// <summary>The simulator's own tokens: words with the white space before them, long ones in pieces, every other sign by itself. Joined again they are the text.</summary>
internal static class Tokens
{
    private const int LongestWord = 12;

    public static List<string> Split(string text)
    {
        var tokens = new List<string>(text.Length / 5 + 1);
        for (var at = 0; at < text.Length;)
        {
            var end = End(text, at);
            tokens.Add(text[at..end]);
            at = end;
        }
        return tokens;
    }

    public static int Count(string text)
    {
        var count = 0;
        for (var at = 0; at < text.Length; count++) at = End(text, at);
        return count;
    }

    private static int End(string text, int at)
    {
        while (at < text.Length && char.IsWhiteSpace(text[at])) at++;
        if (at == text.Length) return at;

        var word = at;
        while (at < text.Length && at - word < LongestWord && Rune.TryGetRuneAt(text, at, out var rune) && Rune.IsLetterOrDigit(rune))
            at += rune.Utf16SequenceLength;
        return at > word ? at : at + StringInfo.GetNextTextElementLength(text, at);
    }
}
