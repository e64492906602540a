using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Ziggie.Storage;
using Ziggie.Tests.Support;

namespace Ziggie.Tests.Storage;

/// <summary>With a server of its own, since it is stopped and started.</summary>
public sealed class PostgresBadDaysTests : IAsyncLifetime
{
    private PostgresCluster _cluster = null!;
    private string _connectionString = "";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _cluster = await PostgresCluster.StartAsync();
        _connectionString = await _cluster.NewDatabaseAsync();
    }

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    private static PostgresDatabase Open(string connectionString) => new(connectionString, TimeProvider.System, NullLogger<PostgresDatabase>.Instance);

    private static Task<int> PutAsync(PostgresDatabase database, string name) => database.WriteAsync(
        (c, _, token) => c.RunAsync("INSERT INTO ziggie_state (name, value) VALUES (@name, 'x')", token, ("@name", name)), Cancel);

    private static Task<object?> CountAsync(PostgresDatabase database) =>
        database.ReadAsync((c, token) => c.ValueAsync("SELECT count(*) FROM ziggie_state", token), Cancel);

    [Fact]
    public async Task A_restart_of_the_server_is_waited_out_and_loses_nothing()
    {
        await using var database = Open(_connectionString);
        await database.StartAsync(Cancel);
        await PutAsync(database, "before");
        await _cluster.StopServerAsync();
        var writes = Enumerable.Range(0, 10).Select(i => PutAsync(database, $"during{i}")).ToArray();
        await Eventually.TrueAsync(() => database.Trouble is not null);
        Assert.Contains("not reachable", database.Trouble, StringComparison.Ordinal);
        await _cluster.StartServerAsync();
        await Task.WhenAll(writes);
        Assert.Null(database.Trouble);
        Assert.Equal(11L, await CountAsync(database));
    }

    [Fact]
    public async Task A_server_that_is_away_at_start_is_told()
    {
        await _cluster.StopServerAsync();
        await using var database = Open(_connectionString + ";Timeout=1");
        var refusal = await Assert.ThrowsAsync<StorageException>(() => database.StartAsync(Cancel));
        Assert.Contains("database.connectionString", refusal.Message, StringComparison.Ordinal);
        await _cluster.StartServerAsync();
    }

    [Fact]
    public async Task A_commit_whose_answer_is_lost_is_not_done_twice()
    {
        await using var proxy = new CommitEater(_connectionString);
        await using var database = Open(proxy.ConnectionString);
        await database.StartAsync(Cancel);
        var runs = 0;
        proxy.EatNextCommit();
        var number = await database.WriteAsync(async (c, _, token) =>
        {
            runs++;
            await c.RunAsync("INSERT INTO ziggie_state (name, value) VALUES (@name, 'x')", token, ("@name", Guid.NewGuid().ToString("N")));
            return 42;
        }, Cancel);
        Assert.True(proxy.HasEaten);
        Assert.Equal(42, number);
        Assert.Equal(1, runs);
        Assert.Equal(1L, await CountAsync(database));
    }

    [Fact]
    public async Task A_connection_lost_before_the_commit_is_done_again()
    {
        await using var database = Open(_connectionString);
        await database.StartAsync(Cancel);
        await using var killer = NpgsqlDataSource.Create(_connectionString);
        var runs = 0;
        await database.WriteAsync(async (c, _, token) =>
        {
            await c.RunAsync("INSERT INTO ziggie_state (name, value) VALUES ('a', 'x')", token);
            if (++runs == 1)
            {
                await using var kill = killer.CreateCommand($"SELECT pg_terminate_backend({((NpgsqlConnection)c).ProcessID})");
                await kill.ExecuteNonQueryAsync(token);
            }
            return 0;
        }, Cancel);
        Assert.Equal(2, runs);
        Assert.Equal(1L, await CountAsync(database));
    }

    [Fact]
    public async Task Word_from_another_replica_arrives()
    {
        await using var here = Open(_connectionString);
        await using var there = Open(_connectionString);
        var heard = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var listening = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        here.Signalled += topic =>
        {
            if (topic is null) listening.TrySetResult();
            else heard.TrySetResult(topic);
        };
        await here.StartAsync(Cancel);
        await there.StartAsync(Cancel);
        await listening.Task.WaitAsync(Cancel);
        await there.WriteAsync(async (c, t, token) =>
        {
            await there.SignalAsync(c, t, "things", token);
            return 0;
        }, Cancel);
        Assert.Equal("things", await heard.Task.WaitAsync(Cancel));
    }
}

/// <summary>Stands between a client and the server and can lose the answer to a COMMIT.</summary>
internal sealed class CommitEater : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ziggie-proxy-").FullName;
    private readonly string _server;
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly CancellationTokenSource _ended = new();
    private readonly Task _loop;
    private volatile bool _hungry;

    public CommitEater(string connectionString)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString);
        _server = Path.Combine(builder.Host!, ".s.PGSQL.5432");
        builder.Host = _folder;
        builder.Pooling = true;
        ConnectionString = builder.ToString();
        _listener.Bind(new UnixDomainSocketEndPoint(Path.Combine(_folder, ".s.PGSQL.5432")));
        _listener.Listen();
        _loop = AcceptAsync();
    }

    public string ConnectionString { get; }
    public bool HasEaten { get; private set; }

    public void EatNextCommit() => _hungry = true;

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        _listener.Dispose();
        await _loop;
        _ended.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _ = ServeAsync(await _listener.AcceptAsync(_ended.Token));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(Socket client)
    {
        using var server = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        using (client)
        {
            try
            {
                await server.ConnectAsync(new UnixDomainSocketEndPoint(_server), _ended.Token);
                var eating = new bool[1];
                await Task.WhenAny(PumpAsync(client, server, bytes => Seen(bytes, eating), _ => true), PumpAsync(server, client, _ => { }, _ => !eating[0]));
            }
            catch (Exception e) when (e is SocketException or OperationCanceledException)
            {
                // A side has gone.
            }
        }
    }

    private void Seen(ReadOnlySpan<byte> bytes, bool[] eating)
    {
        if (!_hungry || bytes.IndexOf("COMMIT"u8) < 0) return;
        _hungry = false;
        HasEaten = eating[0] = true;
    }

    private async Task PumpAsync(Socket from, Socket to, Action<ReadOnlySpan<byte>> seen, Func<int, bool> pass)
    {
        var buffer = new byte[64 << 10];
        int read;
        while ((read = await from.ReceiveAsync(buffer, _ended.Token)) > 0)
        {
            seen(buffer.AsSpan(0, read));
            if (!pass(read)) return;
            await to.SendAsync(buffer.AsMemory(0, read), _ended.Token);
        }
    }
}
