using System.Diagnostics;
using Npgsql;

[assembly: AssemblyFixture(typeof(Ziggie.Tests.Storage.PostgresFixture))]

namespace Ziggie.Tests.Storage;

/// <summary>A throwaway PostgreSQL for all tests of a run: started by the first that asks, on a Unix socket in a temporary folder, gone at the end.</summary>
public sealed class PostgresFixture : IAsyncLifetime
{
    private static readonly Lazy<Task<PostgresCluster>> Shared = new(PostgresCluster.StartAsync);

    /// <summary>Connection string of a new, empty database.</summary>
    public static async Task<string> NewDatabaseAsync()
    {
        var cluster = await Shared.Value;
        return await cluster.NewDatabaseAsync();
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (Shared.IsValueCreated) await (await Shared.Value).DisposeAsync();
    }
}

/// <summary>One PostgreSQL server of the tests' own.</summary>
public sealed class PostgresCluster : IAsyncDisposable
{
    private readonly string _folder;
    private readonly string _bin;

    private PostgresCluster(string folder, string bin) => (_folder, _bin) = (folder, bin);

    public static async Task<PostgresCluster> StartAsync()
    {
        var bin = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").Select(d => Path.Combine(d, "bin")).Where(d => File.Exists(Path.Combine(d, "initdb"))).OrderDescending().FirstOrDefault()
            : null;
        if (bin is null) throw new InvalidOperationException("PostgreSQL is missing: install the package 'postgresql' (./test does), then run the tests again.");
        var folder = Directory.CreateTempSubdirectory("ziggie-pg-").FullName;
        if (Environment.IsPrivilegedProcess) await RunAsync("chown", "postgres", folder);
        var cluster = new PostgresCluster(folder, bin);
        // Sorts words as people do, as most servers out there: what relies on the order of bytes shows here.
        await cluster.AsOwnerAsync("initdb", "-D", $"{folder}/data", "-U", "ziggie", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=en-US", "--no-sync");
        await cluster.StartServerAsync();
        cluster.WatchOver();
        return cluster;
    }

    public async Task<string> NewDatabaseAsync()
    {
        var name = $"t_{Guid.NewGuid():N}";
        await using var source = NpgsqlDataSource.Create(ConnectionString("postgres"));
        await using var command = source.CreateCommand($"CREATE DATABASE {name}");
        await command.ExecuteNonQueryAsync();
        return ConnectionString(name);
    }

    public Task StartServerAsync() => AsOwnerAsync("pg_ctl", "start", "-w", "-t", "60", "-D", $"{_folder}/data", "-l", $"{_folder}/log", "-o",
        $"-c fsync=off -c full_page_writes=off -c synchronous_commit=off -c listen_addresses='' -c unix_socket_directories={_folder} -c max_connections=200 -c shared_buffers=32MB");

    /// <summary>Ends it at once, as a crash or a restart in the middle of work would.</summary>
    public Task StopServerAsync() => AsOwnerAsync("pg_ctl", "stop", "-w", "-t", "60", "-m", "fast", "-D", $"{_folder}/data");

    public async ValueTask DisposeAsync()
    {
        await AsOwnerAsync("pg_ctl", "stop", "-w", "-m", "immediate", "-D", $"{_folder}/data");
        Directory.Delete(_folder, recursive: true);
    }

    private string ConnectionString(string database) => $"Host={_folder};Username=ziggie;Database={database};Maximum Pool Size=20;Timeout=5";

    private Task AsOwnerAsync(string program, params string[] arguments) =>
        Environment.IsPrivilegedProcess
            ? RunAsync("setpriv", ["--reuid=postgres", "--regid=postgres", "--clear-groups", "--", Path.Combine(_bin, program), .. arguments])
            : RunAsync(Path.Combine(_bin, program), arguments);

    // A test run that is killed cannot stop its server: whoever watches it does.
    private void WatchOver()
    {
        var stop = Environment.IsPrivilegedProcess ? "setpriv --reuid=postgres --regid=postgres --clear-groups -- " : "";
        var script = $"{Detach} (while kill -0 {Environment.ProcessId} 2>/dev/null; do sleep 1; done; {stop}{_bin}/pg_ctl stop -m immediate -D {_folder}/data; rm -rf {_folder}) >/dev/null 2>&1 </dev/null &";
        using var shell = Process.Start(new ProcessStartInfo("sh", ["-c", script]))!;
        shell.WaitForExit();
    }

    // The server inherits what pg_ctl has: pipes of ours, or the lock of a script that runs the tests, would stay open until it ends.
    private const string Detach = "cd /; for fd in 3 4 5 6 7 8 9; do eval \"exec $fd>&-\"; done;";

    private static async Task RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo("sh", ["-c", $"{Detach} exec \"$0\" \"$@\" >/dev/null 2>&1 </dev/null", program, .. arguments]);
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}");
    }
}
