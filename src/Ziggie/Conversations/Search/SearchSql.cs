using Dapper;
using Ziggie.Storage;

namespace Ziggie.Conversations;

/// <summary>The conditions of a search: every word in the title or in some message of the conversation <c>c</c>.</summary>
internal static class SearchSql
{
    /// <summary>A condition that starts with AND, or nothing.</summary>
    public static string Conditions(DatabaseProvider provider, IReadOnlyList<SearchWord> words, DynamicParameters parameters)
    {
        var conditions = words.Select((word, i) => provider == DatabaseProvider.Sqlite
            // The index first: it holds everybody's texts and answers fast.
            ? $"""
               AND (c.id IN (
                       SELECT m.conversation_id FROM conversation_search JOIN conversation_messages m ON m.seq = conversation_search.rowid
                       WHERE {Found(provider, word, i, parameters)} AND m.past = 0)
                   OR c.seq IN (SELECT -conversation_search.rowid FROM conversation_search WHERE {Found(provider, word, i, parameters)} AND conversation_search.rowid < 0))
               """
            // The user's own conversations first: their texts are read one by one.
            : $"""
               AND (EXISTS (
                       SELECT 1 FROM conversation_messages m JOIN conversation_search ON conversation_search.rowid = m.seq
                       WHERE m.conversation_id = c.id AND m.past = 0 AND {Found(provider, word, i, parameters)})
                   OR EXISTS (SELECT 1 FROM conversation_search WHERE conversation_search.rowid = -c.seq AND {Found(provider, word, i, parameters)}))
               """);
        return string.Join('\n', conditions);
    }

    /// <summary>The first message of each conversation with any of the words in it.</summary>
    public static string FirstHits(DatabaseProvider provider, IReadOnlyList<SearchWord> words, DynamicParameters parameters) =>
        $"""
         SELECT m.conversation_id AS id, m.content AS content FROM conversation_messages m WHERE m.seq IN (
             SELECT MIN(h.seq) FROM conversation_messages h WHERE h.conversation_id {Among(provider)} AND h.past = 0 AND h.seq IN (
                 {string.Join(" UNION ", words.Select((word, i) => FoundRows(provider, word, i, parameters)))})
             GROUP BY h.conversation_id)
         """;

    // The mapper writes a list out only where the database has no arrays.
    private static string Among(DatabaseProvider provider) => provider == DatabaseProvider.Sqlite ? "IN @ids" : "= ANY(@ids)";

    private static string FoundRows(DatabaseProvider provider, SearchWord word, int i, DynamicParameters parameters) => provider == DatabaseProvider.Sqlite
        ? $"SELECT conversation_search.rowid FROM conversation_search WHERE {Found(provider, word, i, parameters)}"
        : $"""
           SELECT conversation_search.rowid FROM conversation_messages s JOIN conversation_search ON conversation_search.rowid = s.seq
           WHERE s.conversation_id = ANY(@ids) AND {Found(provider, word, i, parameters)}
           """;

    private static string Found(DatabaseProvider provider, SearchWord word, int i, DynamicParameters parameters)
    {
        var like = $"conversation_search.text LIKE @like{i} ESCAPE '\\'";
        parameters.Add($"like{i}", word.Like);
        if (provider != DatabaseProvider.Sqlite || word.Match is null) return like;
        parameters.Add($"match{i}", word.Match);
        return $"conversation_search.text MATCH @match{i}" + (word.Exact ? $" AND {like}" : "");
    }
}
