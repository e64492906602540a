using Microsoft.Extensions.Logging.Abstractions;
using Ziggie.Storage;

namespace Ziggie.Tests.Storage;

/// <summary>
/// A migrated database of one test class. A store's tests are written once, in an abstract class that takes this, and run on both:
/// <code>
/// public abstract class ThingStoreTests(TestDatabase database) { … }
/// public sealed class SqliteThingStoreTests(SqliteTestDatabase database) : ThingStoreTests(database), IClassFixture&lt;SqliteTestDatabase&gt;;
/// public sealed class PostgresThingStoreTests(PostgresTestDatabase database) : ThingStoreTests(database), IClassFixture&lt;PostgresTestDatabase&gt;;
/// </code>
/// </summary>
public abstract class TestDatabase : IAsyncLifetime
{
    private IStartedDatabase? _database;

    public IStartedDatabase Database => _database ?? throw new InvalidOperationException("Not started.");

    public async ValueTask InitializeAsync()
    {
        _database = await OpenAsync();
        await _database.StartAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        if (_database is not null) await _database.DisposeAsync();
        Clean();
        GC.SuppressFinalize(this);
    }

    /// <summary>A second program on the same data, not started yet.</summary>
    public abstract Task<IStartedDatabase> OpenAsync();

    protected virtual void Clean()
    {
    }
}

/// <summary>SQLite in a temporary folder.</summary>
public sealed class SqliteTestDatabase : TestDatabase
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("ziggie-db-").FullName;

    public override Task<IStartedDatabase> OpenAsync() =>
        Task.FromResult<IStartedDatabase>(new SqliteDatabase(Path.Combine(Folder, "ziggie.db"), TimeProvider.System, NullLogger<SqliteDatabase>.Instance));

    protected override void Clean() => Directory.Delete(Folder, recursive: true);
}

/// <summary>A new database on the run's PostgreSQL.</summary>
public sealed class PostgresTestDatabase : TestDatabase
{
    private string? _connectionString;

    public override async Task<IStartedDatabase> OpenAsync()
    {
        _connectionString ??= await PostgresFixture.NewDatabaseAsync();
        return new PostgresDatabase(_connectionString, TimeProvider.System, NullLogger<PostgresDatabase>.Instance);
    }
}
