using Ziggie.Identity;
using Ziggie.Storage;

namespace Ziggie.Benchmarks.Macro.Processes;

/// <summary>Keys written into the database of a Ziggie that does not run: in a moment, where asking for each would take minutes.</summary>
internal static class StoredKeys
{
    private static readonly KeyLimits s_limits = KeyLimits.None with { RequestsPerMinute = 1_000_000_000, TokensPerMinute = 2_000_000_000, MaxConcurrency = 100_000 };

    /// <summary>Starts a Ziggie once, so that there is a database, and adds keys of its admin.</summary>
    /// <param name="name">Of the data folder.</param>
    public static async Task<IReadOnlyList<string>> MakeAsync(Rig rig, string name, int count, CancellationToken cancel)
    {
        var data = rig.Folder(name);
        var ziggie = await ZiggieProcess.UpAsync(rig, data, [], cancel);
        await ziggie.Child.EndAsync();

        using var connections = new SqliteConnections(Path.Combine(data, "ziggie.db"));
        await using var connection = connections.OpenWriter();
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        var admin = (string?)await connection.ValueAsync("SELECT id FROM users", cancel) ?? throw new BenchmarkException("the first start made no user");
        var keys = new string[count];
        for (var i = 0; i < count; i++)
        {
            keys[i] = "zk-" + Secrets.New();
            await KeyStore.InsertAsync(connection, new ApiKey
            {
                Id = Ids.New(TimeProvider.System),
                UserId = admin,
                Name = $"bench-{i}",
                Prefix = keys[i][..8],
                Hash = SecretHash.Of(keys[i]),
                Scopes = Rights.DefaultScopes,
                Limits = s_limits,
                CreatedAt = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds(),
            }, cancel);
        }
        await transaction.CommitAsync(cancel);
        return keys;
    }
}
