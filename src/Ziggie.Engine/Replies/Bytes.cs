using System.Text;

namespace Ziggie.Engine.Replies;

/// <summary>Small questions about UTF-8.</summary>
internal static class Bytes
{
    public static bool IsWhite(byte b) => b is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t';

    public static bool AreWhite(ReadOnlySpan<byte> text)
    {
        foreach (var b in text)
        {
            if (!IsWhite(b)) return false;
        }
        return true;
    }

    public static int WhiteAtStart(ReadOnlySpan<byte> text)
    {
        var at = 0;
        while (at < text.Length && IsWhite(text[at])) at++;
        return at;
    }

    public static int WhiteAtEnd(ReadOnlySpan<byte> text)
    {
        var count = 0;
        while (count < text.Length && IsWhite(text[text.Length - 1 - count])) count++;
        return count;
    }

    public static byte[] Of(string text) => Encoding.UTF8.GetBytes(text);

    public static string Text(ReadOnlySpan<byte> utf8) => Encoding.UTF8.GetString(utf8);
}
