using Microsoft.Extensions.Logging.Abstractions;
using Ziggie.Storage;

namespace Ziggie.Tests.Storage;

public abstract class DatabaseTests(TestDatabase fixture)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static string Name() => Guid.NewGuid().ToString("N");

    private Task PutAsync(string name) => fixture.Database.WriteAsync(
        (c, _, token) => c.RunAsync("INSERT INTO ziggie_state (name, value) VALUES (@name, 'x')", token, ("@name", name)), Cancel);

    private Task<object?> GetAsync(string name) => fixture.Database.ReadAsync(
        (c, token) => c.ValueAsync("SELECT value FROM ziggie_state WHERE name = @name", token, ("@name", name)), Cancel);

    [Fact]
    public async Task What_is_written_is_read()
    {
        var name = Name();
        await PutAsync(name);
        Assert.Equal("x", await GetAsync(name));
    }

    [Fact]
    public async Task A_write_that_throws_leaves_nothing()
    {
        var name = Name();
        await Assert.ThrowsAsync<InvalidOperationException>(() => fixture.Database.WriteAsync<int>(async (c, _, token) =>
        {
            await c.RunAsync("INSERT INTO ziggie_state (name, value) VALUES (@name, 'x')", token, ("@name", name));
            throw new InvalidOperationException();
        }, Cancel));
        Assert.Null(await GetAsync(name));
        await PutAsync(name);
    }

    [Fact]
    public async Task Many_writers_at_once_all_get_their_turn()
    {
        var names = Enumerable.Range(0, 100).Select(_ => Name()).ToArray();
        await Task.WhenAll(names.Select(PutAsync));
        foreach (var name in names) Assert.Equal("x", await GetAsync(name));
    }

    [Fact]
    public async Task A_cancelled_wait_ends_and_the_next_write_goes_on()
    {
        using var cancel = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => fixture.Database.WriteAsync<int>(async (_, _, token) =>
        {
            await cancel.CancelAsync();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
            return 0;
        }, cancel.Token));
        await PutAsync(Name());
    }

    [Fact]
    public async Task Many_starters_at_once_migrate_once()
    {
        var starters = new List<IStartedDatabase>();
        for (var i = 0; i < 4; i++) starters.Add(await OpenFreshAsync(i == 0));
        await Task.WhenAll(starters.Select(s => s.StartAsync(Cancel)));
        var count = await starters[0].ReadAsync((c, token) => c.ValueAsync("SELECT count(*) FROM ziggie_migrations", token), Cancel);
        Assert.Equal(MigrationScript.BuiltIn(starters[0].Provider).Count, Convert.ToInt32(count, System.Globalization.CultureInfo.InvariantCulture));
        foreach (var starter in starters) await starter.DisposeAsync();
    }

    [Fact]
    public async Task A_newer_database_is_refused_with_what_to_do()
    {
        await using var newer = await OpenFreshAsync(first: true);
        await newer.StartAsync(Cancel);
        await newer.WriteAsync((c, _, token) => c.RunAsync("INSERT INTO ziggie_migrations (number, name, checksum, applied_at) VALUES (9001, '9001_future', 'x', 0)", token), Cancel);
        await using var old = await OpenFreshAsync(first: false);
        var refusal = await Assert.ThrowsAsync<StorageException>(() => old.StartAsync(Cancel));
        Assert.Contains("newer than this Ziggie", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("9001_future", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_script_that_fails_leaves_nothing_and_says_which()
    {
        await using var broken = await OpenFreshAsync(first: true, [new MigrationScript(1, "0001_broken", "CREATE TABLE half (id TEXT); SELECT * FROM nowhere;")]);
        var failure = await Assert.ThrowsAsync<StorageException>(() => broken.StartAsync(Cancel));
        Assert.Contains("0001_broken", failure.Message, StringComparison.Ordinal);
        await using var mended = await OpenFreshAsync(first: false, [new MigrationScript(1, "0001_mended", "CREATE TABLE half (id TEXT);")]);
        await mended.StartAsync(Cancel);
    }

    [Fact]
    public async Task A_changed_script_is_refused()
    {
        await using var first = await OpenFreshAsync(first: true, [new MigrationScript(1, "0001_a", "CREATE TABLE a (id TEXT);")]);
        await first.StartAsync(Cancel);
        await using var second = await OpenFreshAsync(first: false, [new MigrationScript(1, "0001_a", "CREATE TABLE a (id INTEGER);")]);
        await Assert.ThrowsAsync<StorageException>(() => second.StartAsync(Cancel));
    }

    /// <summary>A database of its own; <paramref name="first"/> false opens the last one again.</summary>
    private protected abstract Task<IStartedDatabase> OpenFreshAsync(bool first, IReadOnlyList<MigrationScript>? scripts = null);
}

public sealed class SqliteDatabaseTests(SqliteTestDatabase database) : DatabaseTests(database), IClassFixture<SqliteTestDatabase>
{
    private readonly SqliteTestDatabase _database = database;
    private string _path = "";

    private protected override Task<IStartedDatabase> OpenFreshAsync(bool first, IReadOnlyList<MigrationScript>? scripts = null)
    {
        if (first) _path = Path.Combine(_database.Folder, $"{Guid.NewGuid():N}.db");
        return Task.FromResult<IStartedDatabase>(new SqliteDatabase(_path, TimeProvider.System, NullLogger<SqliteDatabase>.Instance, scripts));
    }
}

public sealed class PostgresDatabaseTests(PostgresTestDatabase database) : DatabaseTests(database), IClassFixture<PostgresTestDatabase>
{
    private string _connectionString = "";

    private protected override async Task<IStartedDatabase> OpenFreshAsync(bool first, IReadOnlyList<MigrationScript>? scripts = null)
    {
        if (first) _connectionString = await PostgresFixture.NewDatabaseAsync();
        return new PostgresDatabase(_connectionString, TimeProvider.System, NullLogger<PostgresDatabase>.Instance, scripts);
    }
}
