using System.Text.Json;
using Dapper;
using Ziggie.Settings;
using Ziggie.Storage;

namespace Ziggie.Backends;

/// <summary>Backends and aliases that were added through pages or the API. Keys and headers are encrypted.</summary>
internal sealed class BackendStore(IDatabase database, IDatabaseSignals signals, ISecretBox secrets, TimeProvider time)
{
    /// <summary>Word to other replicas.</summary>
    public const string Topic = "backends";

    public Task<IReadOnlyList<BackendSettings>> ListAsync(CancellationToken cancel) => database.ReadAsync<IReadOnlyList<BackendSettings>>(
        async (connection, _) =>
        {
            var rows = await connection.QueryAsync<(string Settings, string? Secrets)>("SELECT settings, secrets FROM backends ORDER BY updated_at, name");
            return [.. rows.Select(r => Read(r.Settings, r.Secrets))];
        },
        cancel);

    public Task SaveAsync(BackendSettings backend, CancellationToken cancel) => WriteAsync(
            """
            INSERT INTO backends (name, settings, secrets, updated_at) VALUES (@name, @settings, @secrets, @now)
            ON CONFLICT (name) DO UPDATE SET settings = excluded.settings, secrets = excluded.secrets
            """,
            new
            {
                name = backend.Name,
                settings = JsonSerializer.Serialize(backend with { ApiKey = null, Headers = new Dictionary<string, string>() }, BackendsJson.Default.BackendSettings),
                secrets = Seal(backend),
                now = time.GetUtcNow().ToUnixTimeMilliseconds(),
            },
            cancel);

    public Task DeleteAsync(string name, CancellationToken cancel) => WriteAsync("DELETE FROM backends WHERE name = @name", new { name }, cancel);

    public Task<IReadOnlyDictionary<string, IReadOnlyList<string>>> ListAliasesAsync(CancellationToken cancel) => database.ReadAsync<IReadOnlyDictionary<string, IReadOnlyList<string>>>(
        async (connection, _) =>
        {
            var rows = await connection.QueryAsync<(string Name, string Models)>("SELECT name, models FROM aliases ORDER BY name");
            return rows.ToDictionary(r => r.Name, r => JsonSerializer.Deserialize(r.Models, BackendsJson.Default.IReadOnlyListString)!);
        },
        cancel);

    public Task SaveAliasAsync(string name, IReadOnlyList<string> models, CancellationToken cancel) => WriteAsync(
            """
            INSERT INTO aliases (name, models, updated_at) VALUES (@name, @models, @now)
            ON CONFLICT (name) DO UPDATE SET models = excluded.models, updated_at = excluded.updated_at
            """,
            new { name, models = JsonSerializer.Serialize(models, BackendsJson.Default.IReadOnlyListString), now = time.GetUtcNow().ToUnixTimeMilliseconds() },
            cancel);

    public Task DeleteAliasAsync(string name, CancellationToken cancel) => WriteAsync("DELETE FROM aliases WHERE name = @name", new { name }, cancel);

    private Task<int> WriteAsync(string sql, object values, CancellationToken cancel) => database.WriteAsync(
        async (connection, transaction, token) =>
        {
            var rows = await connection.ExecuteAsync(sql, values, transaction);
            await signals.SignalAsync(connection, transaction, Topic, token);
            return rows;
        },
        cancel);

    private string? Seal(BackendSettings backend) => backend.ApiKey is null && backend.Headers.Count == 0
        ? null
        : secrets.Seal(JsonSerializer.Serialize(new BackendSecrets(backend.ApiKey, backend.Headers), BackendsJson.Default.BackendSecrets));

    private BackendSettings Read(string settings, string? sealedSecrets)
    {
        var backend = JsonSerializer.Deserialize(settings, BackendsJson.Default.BackendSettings)!;
        if (sealedSecrets is null) return backend;
        var open = JsonSerializer.Deserialize(secrets.Open(sealedSecrets), BackendsJson.Default.BackendSecrets)!;
        return backend with { ApiKey = open.ApiKey, Headers = open.Headers };
    }
}

/// <summary>What of a backend must not be readable in the database.</summary>
internal sealed record BackendSecrets(string? ApiKey, IReadOnlyDictionary<string, string> Headers);
