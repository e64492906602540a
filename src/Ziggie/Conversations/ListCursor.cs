using System.Globalization;

namespace Ziggie.Conversations;

/// <summary>A place in the list: the last conversation of a page.</summary>
internal static class ListCursor
{
    public static string After(ConversationItem item) => string.Create(CultureInfo.InvariantCulture, $"{item.UpdatedAt.ToUnixTimeMilliseconds()}.{item.Id}");

    public static bool TryParse(string? cursor, out (long UpdatedAt, string Id)? place)
    {
        place = null;
        if (string.IsNullOrEmpty(cursor)) return true;
        var dot = cursor.IndexOf('.');
        if (dot <= 0 || cursor.Length - dot is < 2 or > 65) return false;
        if (!long.TryParse(cursor.AsSpan(0, dot), NumberStyles.None, CultureInfo.InvariantCulture, out var at)) return false;
        if (!cursor.AsSpan(dot + 1).ContainsAnyExcept(Hex))
        {
            place = (at, cursor[(dot + 1)..]);
            return true;
        }
        return false;
    }

    private static readonly System.Buffers.SearchValues<char> Hex = System.Buffers.SearchValues.Create("0123456789abcdef");
}
