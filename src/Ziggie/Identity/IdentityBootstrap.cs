using Ziggie.Audit;
using Ziggie.Storage;

namespace Ziggie.Identity;

/// <summary>What the first start made.</summary>
/// <param name="AdminName">The admin's user name where the admin was made just now, else null.</param>
/// <param name="OneTimePassword">To be shown this once; null where ZIGGIE_ADMIN_PASSWORD gave the password, or the admin was there already.</param>
public sealed record IdentityBootstrap(string? AdminName, string? OneTimePassword);

/// <summary>What the environment says about identity.</summary>
public sealed record IdentityEnvironment(string? AdminPassword, string? MasterKey)
{
    public static IdentityEnvironment FromProcess() =>
        new(Given("ZIGGIE_ADMIN_PASSWORD"), Given("ZIGGIE_MASTER_KEY"));

    /// <summary>An empty one is as none: that is how compose files and units leave a variable out.</summary>
    private static string? Given(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}

/// <summary>Loads what is known into memory and makes the first admin.</summary>
internal sealed class IdentityStart(
    IDatabase database, DataDirectory data, MasterKey master, IdentityMemory memory, IdentityChanges changes, ReplicaSync sync, SigningKeys signing, IdentityUpkeep upkeep,
    Passwords passwords, IdentityEnvironment environment, IAudit audit, TimeProvider time)
{
    private const string AdminName = "admin";

    public async Task<IdentityBootstrap> RunAsync(CancellationToken cancel)
    {
        await CheckMasterKeyAsync(cancel).ConfigureAwait(false);
        await sync.StartAsync(cancel).ConfigureAwait(false);
        await LoadAsync(cancel).ConfigureAwait(false);
        await signing.RotateAsync(cancel).ConfigureAwait(false);
        var bootstrap = await MakeAdminAsync(cancel).ConfigureAwait(false);
        memory.Cli = CliKey.Create(data);
        upkeep.Start();
        return bootstrap;
    }

    private Task<int> LoadAsync(CancellationToken cancel)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        return database.ReadAsync(async (connection, token) =>
        {
            memory.Load(await UserStore.AllAsync(connection, token).ConfigureAwait(false));
            await KeyStore.EachAsync(connection, memory.Load, token).ConfigureAwait(false);
            foreach (var session in await SessionStore.LiveAsync(connection, now, token).ConfigureAwait(false)) memory.Load(session);
            return 0;
        }, cancel);
    }

    private async Task<IdentityBootstrap> MakeAdminAsync(CancellationToken cancel)
    {
        if (memory.HasUsers) return new IdentityBootstrap(null, null);
        var given = string.IsNullOrEmpty(environment.AdminPassword) ? null : environment.AdminPassword;
        if (given is not null && Passwords.Fault(given) is { } fault) throw new StorageException($"ZIGGIE_ADMIN_PASSWORD cannot be used: {fault}");
        var password = given ?? Secrets.NewPassword();
        var admin = new User { Id = Ids.New(time), Name = AdminName, Role = UserRole.Admin, CreatedAt = time.GetUtcNow().ToUnixTimeMilliseconds() };
        var hash = passwords.Hash(password);
        var made = await changes.WriteAsync(async (connection, changed, token) =>
        {
            changed.Add((Changed.User, admin.Id));
            return await UserStore.InsertAsync(connection, admin, hash, token).ConfigureAwait(false);
        }, cancel).ConfigureAwait(false);
        // Another replica was first: its password counts.
        if (!made) return new IdentityBootstrap(null, null);
        audit.Record(new AuditEntry("-", "user.create", AdminName, null, "ok", "first start"));
        return new IdentityBootstrap(AdminName, given is null ? password : null);
    }

    // On SQLite another master key only means that everybody signs in again; replicas with different ones would undo each other's sessions.
    private async Task CheckMasterKeyAsync(CancellationToken cancel)
    {
        var mine = master.Fingerprint();
        var theirs = await database.WriteAsync(async (connection, _, token) =>
        {
            await connection.RunAsync("INSERT INTO ziggie_state (name, value) VALUES ('master_key', @mine) ON CONFLICT (name) DO NOTHING", token, ("@mine", mine)).ConfigureAwait(false);
            if (database.Provider == DatabaseProvider.Sqlite)
                await connection.RunAsync("UPDATE ziggie_state SET value = @mine WHERE name = 'master_key'", token, ("@mine", mine)).ConfigureAwait(false);
            return (string?)await connection.ValueAsync("SELECT value FROM ziggie_state WHERE name = 'master_key'", token).ConfigureAwait(false);
        }, cancel).ConfigureAwait(false);
        if (theirs != mine)
        {
            throw new StorageException(
                "This database belongs to control centers with another master key. Set ZIGGIE_MASTER_KEY to theirs, or copy their DATA/master.key here. "
                + "If that key is lost, delete the row 'master_key' from the table ziggie_state: then everybody has to sign in again.");
        }
    }
}
