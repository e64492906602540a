using System.Text.RegularExpressions;

namespace Ziggie.Engine.Replies.Grammar;

/// <summary>What in a reply sets a sleeping grammar to work, from that text on.</summary>
/// <param name="Text">A word, or a regular expression.</param>
/// <param name="IsPattern">The expression is looked for in all that was said; its first group that matched, else the match, is where the grammar begins.</param>
public sealed record GrammarTrigger(string Text, bool IsPattern)
{
    /// <summary>As an expression in either case, which is how llama.cpp takes triggers.</summary>
    public string Pattern => IsPattern ? Text : Escape(Text);

    // Only what means something in the library's dialect; it takes no other escapes.
    internal static string Escape(string word) => Regex.Replace(word, @"[.^$|()*+?\[\]{}\\]", @"\$&");
}
