using System.Text;

namespace Ziggie.Http;

/// <summary>Text from outside made fit for a header's value.</summary>
public static class HeaderText
{
    /// <summary>Printable ASCII stays as it is; everything else is percent-encoded, and what is too long is cut.</summary>
    public static string Safe(string text)
    {
        var plain = text.Length <= 512;
        foreach (var c in text) plain &= c is >= ' ' and <= '~';
        if (plain) return text;
        var safe = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (safe.Length > 500) break;
            if (rune.Value is >= ' ' and <= '~') safe.Append((char)rune.Value);
            else safe.Append(Uri.EscapeDataString(rune.ToString()));
        }
        return safe.ToString();
    }
}
