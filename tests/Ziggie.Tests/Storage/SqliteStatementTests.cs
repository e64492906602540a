using System.Data.Common;
using Microsoft.Data.Sqlite;
using Ziggie.Storage;

namespace Ziggie.Tests.Storage;

public sealed class SqliteStatementTests : IAsyncLifetime
{
    private readonly SqliteTestDatabase _test = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _test.InitializeAsync();
        await WriteAsync(connection => connection.RunAsync("CREATE TABLE t (id INTEGER PRIMARY KEY, n BIGINT, s TEXT, b BLOB NOT NULL)", Cancel).GetAwaiter().GetResult());
    }

    public ValueTask DisposeAsync() => _test.DisposeAsync();

    private Task<int> WriteAsync(Action<DbConnection> write) => _test.Database.WriteAsync((connection, _, _) =>
    {
        write(connection);
        return Task.FromResult(0);
    }, Cancel);

    [Fact]
    public async Task Every_value_comes_back_as_it_was_bound()
    {
        (long? Number, string? Text, byte[] Bytes)[] rows =
        [
            (null, null, []), (0, "", [0]), (long.MinValue, "a", [1, 2]), (long.MaxValue, "a", [1, 2]), (7, new string('ß', 5_000), new byte[5_000]),
            (7, "日本 \U0001F600", [255]), (null, "", []), (null, null, [9]), (1, "x", []),
        ];
        await WriteAsync(connection =>
        {
            using var insert = new SqliteStatement(connection, "INSERT INTO t (n, s, b) VALUES (?1, ?2, ?3)");
            foreach (var (number, text, bytes) in rows)
            {
                insert.Bind(1, number);
                insert.Bind(2, text);
                insert.Bind(3, bytes);
                insert.Run();
            }
        });
        var read = await _test.Database.ReadAsync(
            (connection, cancel) => connection.ListAsync("SELECT n, s, b FROM t ORDER BY id", row => (row.LongOrNull(0), row.TextOrNull(1), row.GetFieldValue<byte[]>(2)), cancel), Cancel);
        Assert.Equal(rows, read);
    }

    [Fact]
    public async Task Rows_are_read_and_the_statement_runs_again() => await WriteAsync(connection =>
    {
        using var insert = new SqliteStatement(connection, "INSERT INTO t (n, b) VALUES (?1, ?2)");
        for (var i = 0; i < 3; i++)
        {
            insert.Bind(1, i);
            insert.Bind(2, i == 0 ? [] : new byte[i]);
            insert.Run();
        }
        using var select = new SqliteStatement(connection, "SELECT n, b FROM t WHERE n >= ?1 ORDER BY n");
        foreach (var from in (int[])[1, 5, 0])
        {
            select.Bind(1, from);
            for (var n = from; n < 3; n++)
            {
                Assert.True(select.Step());
                Assert.Equal(n, select.Number(0));
                Assert.Equal(n, select.Bytes(1).Length);
            }
            Assert.False(select.Step());
            select.Reset();
        }
    });

    [Fact]
    public async Task A_failure_says_what_is_wrong_and_nothing_of_the_transaction_stays()
    {
        var failure = await Assert.ThrowsAsync<SqliteException>(() => WriteAsync(connection =>
        {
            using var insert = new SqliteStatement(connection, "INSERT INTO t (id, b) VALUES (?1, ?2)");
            for (var i = 0; i < 2; i++)
            {
                insert.Bind(1, 1);
                insert.Bind(2, [1]);
                insert.Run();
            }
        }));
        Assert.Contains("UNIQUE constraint failed: t.id", failure.Message, StringComparison.Ordinal);
        Assert.Equal(0L, await _test.Database.ReadAsync((connection, cancel) => connection.ValueAsync("SELECT COUNT(*) FROM t", cancel), Cancel));
        await Assert.ThrowsAsync<SqliteException>(() => WriteAsync(connection => new SqliteStatement(connection, "SELECT nothing").Dispose()));
    }
}
