using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Ziggie.Storage;
using Ziggie.Tests.Support;

namespace Ziggie.Tests.Storage;

public sealed class SqliteBadDaysTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ziggie-bad-").FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string DatabasePath => Path.Combine(_folder, "ziggie.db");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private SqliteDatabase Open(TimeSpan? patience = null, TimeProvider? time = null, IReadOnlyList<MigrationScript>? scripts = null) =>
        new(DatabasePath, time ?? TimeProvider.System, NullLogger<SqliteDatabase>.Instance, scripts, patience);

    private static Task<int> PutAsync(SqliteDatabase database, string name, string value = "x") => database.WriteAsync(
        (c, _, token) => c.RunAsync("INSERT INTO ziggie_state (name, value) VALUES (@name, @value)", token, ("@name", name), ("@value", value)), Cancel);

    private static async Task<long> CountAsync(SqliteDatabase database) =>
        (long)(await database.ReadAsync((c, token) => c.ValueAsync("SELECT count(*) FROM ziggie_state WHERE name <> 'probe'", token), Cancel))!;

    private SqliteConnection Intruder()
    {
        var connection = new SqliteConnection($"Data Source={DatabasePath};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "BEGIN IMMEDIATE";
        command.ExecuteNonQuery();
        return connection;
    }

    [Fact]
    public async Task A_locked_database_is_waited_for()
    {
        await using var database = Open();
        await database.StartAsync(Cancel);
        Task<int> write;
        using (Intruder()) write = PutAsync(database, "a");
        Assert.Equal(1, await write);
    }

    [Fact]
    public async Task A_database_locked_for_long_is_given_up_with_the_reason_and_reads_go_on()
    {
        await using var database = Open(TimeSpan.FromMilliseconds(100));
        await database.StartAsync(Cancel);
        using (Intruder())
        {
            var refusal = await Assert.ThrowsAsync<DatabaseUnavailableException>(() => PutAsync(database, "a"));
            Assert.Contains("Another program held the database", refusal.Message, StringComparison.Ordinal);
            Assert.Equal(0, await CountAsync(database));
        }
        await PutAsync(database, "a");
    }

    [Fact]
    public async Task A_full_disk_is_told_and_forgotten_when_there_is_space_again()
    {
        await using var database = Open();
        await database.StartAsync(Cancel);
        var refusal = await Assert.ThrowsAsync<DatabaseUnavailableException>(() => database.WriteAsync(async (c, _, token) =>
        {
            // Stands in for a disk without space: SQLite answers both the same way.
            await c.RunAsync("PRAGMA max_page_count = 1", token);
            return await c.RunAsync("INSERT INTO ziggie_state (name, value) VALUES ('big', @value)", token, ("@value", new string('x', 1 << 20)));
        }, Cancel));
        Assert.Contains("full", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(refusal.Message, database.Trouble);
        Assert.Equal(0, await CountAsync(database));
        await PutAsync(database, "a");
        Assert.Null(database.Trouble);
        Assert.Equal(1, await CountAsync(database));
    }

    [Fact]
    public async Task Trouble_goes_away_by_itself()
    {
        var time = new ManualTime();
        var attempts = 0;
        TroubleSign? sign = null;
        using var made = sign = new TroubleSign(time, _ =>
        {
            if (++attempts < 3) throw new DatabaseUnavailableException("still full");
            sign!.Clear();
            return Task.CompletedTask;
        });
        sign.Set("full");
        time.Advance(TimeSpan.FromSeconds(14));
        Assert.Equal("full", sign.Reason);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(sign.Reason);
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(3, attempts);
        await Task.CompletedTask;
    }

    [Fact]
    public async Task A_cancelled_read_is_stopped_inside_the_database()
    {
        await using var database = Open();
        await database.StartAsync(Cancel);
        using var cancel = new CancellationTokenSource();
        var endless = database.ReadAsync(async (c, token) =>
        {
            cancel.CancelAfter(TimeSpan.FromMilliseconds(1));
            return await c.ValueAsync("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n", CancellationToken.None);
        }, cancel.Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => endless);
        Assert.Equal(0, await CountAsync(database));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4096)]
    public async Task A_damaged_file_is_refused_with_what_to_do(int at)
    {
        await using (var database = Open())
        {
            await database.StartAsync(Cancel);
            for (var i = 0; i < 50; i++) await PutAsync(database, $"name{i}", new string('x', 500));
        }
        await using (var file = new FileStream(DatabasePath, FileMode.Open))
        {
            file.Position = at;
            await file.WriteAsync(Enumerable.Repeat((byte)0xA5, 3000).ToArray(), Cancel);
        }
        await using var damaged = Open();
        var refusal = await Assert.ThrowsAsync<StorageException>(() => damaged.StartAsync(Cancel));
        Assert.Contains("damaged", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("ziggie restore", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_cannot_be_opened_is_told_with_its_path()
    {
        Directory.CreateDirectory(DatabasePath);
        await using var database = Open();
        var refusal = await Assert.ThrowsAsync<StorageException>(() => database.StartAsync(Cancel));
        Assert.Contains(DatabasePath, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Before_a_change_of_the_schema_a_copy_is_kept()
    {
        var first = new MigrationScript(1, "0001_a", "CREATE TABLE a (id TEXT); INSERT INTO a VALUES ('before');");
        await using (var database = Open(scripts: [first])) await database.StartAsync(Cancel);
        Assert.False(Directory.Exists(Path.Combine(_folder, "backups")));
        await using (var database = Open(scripts: [first, new MigrationScript(2, "0002_b", "DELETE FROM a")])) await database.StartAsync(Cancel);
        var copy = Assert.Single(Directory.GetFiles(Path.Combine(_folder, "backups")));
        await using var connection = new SqliteConnection($"Data Source={copy};Pooling=False");
        await connection.OpenAsync(Cancel);
        Assert.Equal("before", await connection.ValueAsync("SELECT id FROM a", Cancel));
    }

    [Fact]
    public async Task The_file_is_the_owners_alone()
    {
        await using var database = Open();
        await database.StartAsync(Cancel);
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(DatabasePath));
    }
}

public sealed class DataDirectoryLockTests : IDisposable
{
    private readonly DataDirectory _data = new(Path.Combine(Directory.CreateTempSubdirectory("ziggie-lock-").FullName, "data"));

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_data.Path)!, recursive: true);

    [Fact]
    public void A_second_ziggie_is_refused_and_told_who_holds_it()
    {
        using (DataDirectoryLock.Take(_data))
        {
            var refusal = Assert.Throws<DataDirectoryInUseException>(() => DataDirectoryLock.Take(_data));
            Assert.Equal(Environment.ProcessId, refusal.Holder);
            Assert.Contains(_data.Path, refusal.Message, StringComparison.Ordinal);
        }
        using var again = DataDirectoryLock.Take(_data);
    }

    [Fact]
    public void The_directory_is_the_owners_alone()
    {
        using var held = DataDirectoryLock.Take(_data);
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_data.Path));
    }

    [Fact]
    public void A_directory_that_cannot_be_made_is_told()
    {
        File.WriteAllText(_data.Path, "a file");
        var refusal = Assert.Throws<StorageException>(() => DataDirectoryLock.Take(_data));
        Assert.Contains(_data.Path, refusal.Message, StringComparison.Ordinal);
    }
}
