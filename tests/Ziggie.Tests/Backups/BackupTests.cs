using Microsoft.Extensions.Logging.Abstractions;
using Ziggie.Backups;
using Ziggie.Settings;
using Ziggie.Storage;
using Ziggie.Tests.Storage;

namespace Ziggie.Tests.Backups;

/// <summary>A backup of either database, restored into either.</summary>
public sealed class BackupTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ziggie-backup-").FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string BackupPath => Path.Combine(_folder, "a.backup");

    private DataDirectory From => new(Path.Combine(_folder, "from"));

    private DataDirectory To => new(Path.Combine(_folder, "to"));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static async Task<DatabaseSettings> SettingsAsync(string provider) => provider == "sqlite"
        ? new DatabaseSettings()
        : new DatabaseSettings { Provider = "postgres", ConnectionString = await PostgresFixture.NewDatabaseAsync() };

    private static IStartedDatabase Open(DatabaseSettings settings, DataDirectory data) => settings.Provider == "sqlite"
        ? new SqliteDatabase(data.File("ziggie.db"), TimeProvider.System, NullLogger<SqliteDatabase>.Instance)
        : new PostgresDatabase(settings.ConnectionString!, TimeProvider.System, NullLogger<PostgresDatabase>.Instance);

    private static Task<int> PutAsync(IStartedDatabase database, string user) => database.WriteAsync(async (c, _, token) =>
    {
        await c.RunAsync("INSERT INTO users (id, username, username_key, password_hash, role, created_at) VALUES (@id, @id, @id, 'h', 'admin', 7)", token, ("@id", user));
        await c.RunAsync("INSERT INTO api_keys (id, user_id, name, hash, prefix, scopes, created_at) VALUES (@id, @id, 'näme', @hash, 'zk-', 3, 8)", token, ("@id", user), ("@hash", System.Text.Encoding.UTF8.GetBytes(user)));
        return await c.RunAsync("INSERT INTO identity_changes (kind, target, at) VALUES ('User', @id, 1)", token, ("@id", user));
    }, Cancel);

    private static Task<List<string>> UsersAsync(IStartedDatabase database) =>
        database.ReadAsync((c, token) => c.ListAsync("SELECT u.id, k.name, k.hash FROM users u JOIN api_keys k ON k.user_id = u.id ORDER BY u.id",
            row => $"{row.GetString(0)} {row.GetString(1)} {Convert.ToHexString(row.GetFieldValue<byte[]>(2))}", token), Cancel);

    private async Task MakeAsync(DatabaseSettings settings, params string[] users)
    {
        Directory.CreateDirectory(From.Path);
        await File.WriteAllTextAsync(From.File("master.key"), "the master key\n", Cancel);
        await using var database = Open(settings, From);
        await database.StartAsync(Cancel);
        foreach (var user in users) await PutAsync(database, user);
        await new BackupService(database, From, TimeProvider.System).WriteAsync(BackupPath, Cancel);
    }

    private Restore RestoreInto(DatabaseSettings settings) => new(To, settings, TimeProvider.System, NullLoggerFactory.Instance);

    [Theory]
    [InlineData("sqlite", "sqlite")]
    [InlineData("postgres", "postgres")]
    [InlineData("sqlite", "postgres")]
    [InlineData("postgres", "sqlite")]
    public async Task What_was_backed_up_is_there_again(string from, string to)
    {
        await MakeAsync(await SettingsAsync(from), "ada", "bob");
        var target = await SettingsAsync(to);
        Assert.Null(await RestoreInto(target).RunAsync(BackupPath, force: false, Cancel));
        await using var restored = Open(target, To);
        await restored.StartAsync(Cancel);
        Assert.Equal(["ada näme 616461", "bob näme 626F62"], await UsersAsync(restored));
        Assert.Equal("the master key\n", await File.ReadAllTextAsync(To.File("master.key"), Cancel));
        // New rows get numbers of their own.
        await PutAsync(restored, "cleo");
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(BackupPath));
        Assert.False(File.Exists(BackupPath + ".partial"));
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task What_was_there_is_replaced_only_when_forced_and_kept(string provider)
    {
        await MakeAsync(await SettingsAsync("sqlite"), "ada");
        var target = await SettingsAsync(provider);
        Directory.CreateDirectory(To.Path);
        await using (var database = Open(target, To))
        {
            await database.StartAsync(Cancel);
            await PutAsync(database, "former");
        }
        await Assert.ThrowsAsync<StorageException>(() => RestoreInto(target).RunAsync(BackupPath, force: false, Cancel));
        var kept = await RestoreInto(target).RunAsync(BackupPath, force: true, Cancel);
        Assert.NotEmpty(Directory.GetFiles(kept!));
        await using var restored = Open(target, To);
        await restored.StartAsync(Cancel);
        Assert.Equal(["ada näme 616461"], await UsersAsync(restored));
    }

    [Fact]
    public async Task A_backup_is_of_one_moment_while_others_write()
    {
        Directory.CreateDirectory(From.Path);
        await using var database = Open(new DatabaseSettings(), From);
        await database.StartAsync(Cancel);
        using var stop = new CancellationTokenSource();
        var writing = Task.Run(async () =>
        {
            for (var i = 0; !stop.IsCancellationRequested; i++) await PutAsync(database, $"user{i:D6}");
        }, Cancel);
        for (var i = 0; i < 3; i++) await new BackupService(database, From, TimeProvider.System).WriteAsync(BackupPath, Cancel);
        await stop.CancelAsync();
        await writing;
        await RestoreInto(new DatabaseSettings()).RunAsync(BackupPath, force: false, Cancel);
        await using var restored = Open(new DatabaseSettings(), To);
        await restored.StartAsync(Cancel);
        var (users, keys) = (await UsersAsync(restored), await restored.ReadAsync((c, token) => c.ValueAsync("SELECT count(*) FROM users", token), Cancel));
        Assert.Equal((long)users.Count, keys);
    }

    [Fact]
    public async Task A_running_ziggie_is_not_restored_over()
    {
        await MakeAsync(await SettingsAsync("sqlite"), "ada");
        using var held = DataDirectoryLock.Take(To);
        await Assert.ThrowsAsync<DataDirectoryInUseException>(() => RestoreInto(new DatabaseSettings()).RunAsync(BackupPath, force: true, Cancel));
    }

    [Fact]
    public async Task A_replica_elsewhere_is_not_restored_over()
    {
        await MakeAsync(await SettingsAsync("sqlite"), "ada");
        var target = await SettingsAsync("postgres");
        await using var running = Open(target, From);
        await running.StartAsync(Cancel);
        await running.ReadAsync((c, token) => c.ValueAsync("SELECT 1", token), Cancel);
        var refusal = await Assert.ThrowsAsync<StorageException>(() => RestoreInto(target).RunAsync(BackupPath, force: true, Cancel));
        Assert.Contains("Another Ziggie is connected", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("not a database at all, but a text of some length that is no header either")]
    [InlineData("")]
    public async Task A_file_that_is_no_backup_changes_nothing(string content)
    {
        await File.WriteAllTextAsync(BackupPath, content, Cancel);
        var refusal = await Assert.ThrowsAsync<StorageException>(() => RestoreInto(new DatabaseSettings()).RunAsync(BackupPath, force: true, Cancel));
        Assert.Contains("no backup", refusal.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(To.File("ziggie.db")));
    }
}
