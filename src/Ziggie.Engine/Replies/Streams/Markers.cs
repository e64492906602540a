namespace Ziggie.Engine.Replies.Streams;

/// <summary>Words that mean something in a stream of text, looked for all at once.</summary>
internal sealed class Markers(params byte[][] words)
{
    public byte[][] Words => words;

    /// <summary>The first marker in the text; of those that begin at one place the longest.</summary>
    /// <param name="safe">Where there is none: how much of the text can no longer be part of one.</param>
    /// <returns>Its index, or -1.</returns>
    public int Find(ReadOnlySpan<byte> text, bool ended, out int at, out int safe)
    {
        var found = -1;
        at = text.Length;
        for (var i = 0; i < words.Length; i++)
        {
            var place = text[..Math.Min(text.Length, at + words[i].Length)].IndexOf(words[i]);
            if (place < 0 || place > at || (place == at && found >= 0 && words[found].Length >= words[i].Length)) continue;
            (found, at) = (i, place);
        }
        safe = ended ? text.Length : text.Length - LongestBeginning(text);
        // A longer marker may still be growing where a shorter one was found, or before it.
        if (found >= 0 && !ended && safe <= at) found = -1;
        if (found >= 0) safe = at;
        return found;
    }

    /// <summary>How long an end of the text is that one of the markers begins with.</summary>
    private int LongestBeginning(ReadOnlySpan<byte> text)
    {
        var longest = 0;
        foreach (var word in words)
        {
            for (var length = Math.Min(word.Length - 1, text.Length); length > longest; length--)
            {
                if (!text[^length..].SequenceEqual(word.AsSpan(0, length))) continue;
                longest = length;
                break;
            }
        }
        return longest;
    }
}
