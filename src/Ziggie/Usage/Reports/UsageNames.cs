using System.Data.Common;
using Ziggie.Storage;

namespace Ziggie.Usage.Reports;

/// <summary>Names of keys and users, where they still exist.</summary>
internal static class UsageNames
{
    private const int Piece = 500;

    /// <summary>A label for each key; two users' keys of the same name are told apart by the user.</summary>
    public static async Task<Dictionary<string, string>> OfKeysAsync(DbConnection connection, IReadOnlyCollection<string> ids, CancellationToken cancel)
    {
        var keys = new List<(string Id, string Name, string User)>();
        foreach (var (names, parameters) in Pieces(ids))
        {
            keys.AddRange(await connection.ListAsync(
                $"SELECT k.id, k.name, u.username FROM api_keys k JOIN users u ON u.id = k.user_id WHERE k.id IN ({names})",
                row => (row.GetString(0), row.GetString(1), row.GetString(2)), cancel, parameters));
        }
        var repeated = keys.GroupBy(k => k.Name).Where(g => g.Count() > 1).Select(g => g.Key).ToHashSet();
        return keys.ToDictionary(k => k.Id, k => repeated.Contains(k.Name) ? $"{k.Name} ({k.User})" : k.Name);
    }

    public static async Task<Dictionary<string, string>> OfUsersAsync(DbConnection connection, IReadOnlyCollection<string> ids, CancellationToken cancel)
    {
        var users = new Dictionary<string, string>();
        foreach (var (names, parameters) in Pieces(ids))
        {
            await connection.EachAsync($"SELECT id, username FROM users WHERE id IN ({names})", row => users[row.GetString(0)] = row.GetString(1), cancel, parameters);
        }
        return users;
    }

    private static IEnumerable<(string Names, (string, object?)[] Parameters)> Pieces(IReadOnlyCollection<string> ids) =>
        ids.Where(id => id.Length > 0).Chunk(Piece).Select(piece =>
        {
            var parameters = piece.Select((id, i) => (Name: $"@id{i}", Value: (object?)id)).ToArray();
            return (string.Join(", ", parameters.Select(p => p.Name)), parameters);
        });
}
