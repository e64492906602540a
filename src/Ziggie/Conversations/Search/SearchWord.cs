using System.Text;

namespace Ziggie.Conversations;

/// <summary>A word that is looked for, as both databases want it. Whatever the user typed is quoted, so that none of it is an operator.</summary>
/// <param name="Match">FTS5: a quoted phrase whose last word may go on; null where the word has no letter or digit.</param>
/// <param name="Like">A LIKE pattern with escapes.</param>
/// <param name="Exact">FTS5 knows words only: with signs in it ("c++") the pattern has to hold too.</param>
internal sealed record SearchWord(string Plain, string? Match, string Like, bool Exact)
{
    private const int MaxWords = 8;

    // People put these around words out of habit; inside of a word they count.
    private static readonly char[] Habits = ['"', '\'', '*', '(', ')', '“', '”', '„', '«', '»'];

    public static IReadOnlyList<SearchWord> Parse(string query) =>
        [.. query.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(Of).Where(w => w.Like != "%%").Take(MaxWords)];

    private static SearchWord Of(string typed)
    {
        var word = typed.Trim(Habits) is { Length: > 0 } trimmed ? trimmed : typed;
        var folded = SearchText.Fold(word).Trim();
        var hasSign = folded.EnumerateRunes().Any(r => !SearchText.IsWordPart(r) && r.Value != ' ');
        var hasWord = folded.EnumerateRunes().Any(Rune.IsLetterOrDigit);
        return new SearchWord(
            word,
            hasWord ? $"\"{folded.Replace("\"", "\"\"", StringComparison.Ordinal)}\" *" : null,
            $"%{folded.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal)}%",
            hasSign);
    }
}
