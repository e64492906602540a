namespace Ziggie.Http;

/// <summary>The common rules of lists: <c>?limit=&amp;cursor=</c>.</summary>
internal static class Paging
{
    private const int Usual = 50;
    private const int Most = 500;

    public static int Limit(int? asked) => Math.Clamp(asked ?? Usual, 1, Most);

    /// <summary>Makes a page of rows that were read with one more than <paramref name="limit"/>, which tells whether there is a next page.</summary>
    public static Page<TItem> Of<TRow, TItem>(IReadOnlyList<TRow> rows, int limit, Func<TRow, string> cursor, Func<TRow, TItem> item) =>
        new([.. rows.Take(limit).Select(item)], rows.Count > limit ? cursor(rows[limit - 1]) : null);
}
