using System.Buffers;
using System.Data.Common;
using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Ziggie.Storage;

/// <summary>
/// A prepared statement for many rows, inside the connection's transaction. Parameters go by place (from 1), and what is bound already is not
/// bound again: most values repeat from row to row.
/// </summary>
internal sealed class SqliteStatement : IDisposable
{
    private const int OnStack = 1024;

    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;
    private readonly Bound[] _bound;

    public SqliteStatement(DbConnection connection, string sql)
    {
        _database = ((SqliteConnection)connection).Handle!;
        Check(raw.sqlite3_prepare_v2(_database, sql, out _statement));
        _bound = new Bound[raw.sqlite3_bind_parameter_count(_statement) + 1];
    }

    private enum Kind : byte { Null, Number, Text, Bytes }

    public void Bind(int place, long? value)
    {
        ref var bound = ref _bound[place];
        if (value is not { } number)
        {
            if (bound.Kind == Kind.Null) return;
            Check(raw.sqlite3_bind_null(_statement, place));
            bound = default;
            return;
        }
        if (bound.Kind == Kind.Number && bound.Number == number) return;
        Check(raw.sqlite3_bind_int64(_statement, place, number));
        bound = new Bound(Kind.Number, number, null);
    }

    public void Bind(int place, string? text)
    {
        if (text is null)
        {
            Bind(place, (long?)null);
            return;
        }
        ref var bound = ref _bound[place];
        if (bound.Kind == Kind.Text && ReferenceEquals(bound.Text, text)) return;
        Check(BindText(place, text));
        bound = new Bound(Kind.Text, 0, text);
    }

    public void Bind(int place, ReadOnlySpan<byte> bytes)
    {
        Check(bytes.IsEmpty ? raw.sqlite3_bind_zeroblob(_statement, place, 0) : raw.sqlite3_bind_blob(_statement, place, bytes));
        _bound[place] = new Bound(Kind.Bytes, 0, null);
    }

    /// <summary>Runs a statement that returns no rows.</summary>
    public void Run()
    {
        while (Step())
        {
        }
        Reset();
    }

    /// <summary>Goes to the next row; false where there is none. <see cref="Reset"/> comes after the last one wanted.</summary>
    public bool Step() => raw.sqlite3_step(_statement) switch
    {
        raw.SQLITE_ROW => true,
        raw.SQLITE_DONE => false,
        var failure => throw Failed(failure),
    };

    /// <summary>Makes the statement ready to run again, with what is bound.</summary>
    public void Reset() => Check(raw.sqlite3_reset(_statement));

    public long Number(int column) => raw.sqlite3_column_int64(_statement, column);

    /// <summary>The value itself: gone with the next step.</summary>
    public ReadOnlySpan<byte> Bytes(int column) => raw.sqlite3_column_blob(_statement, column);

    public void Dispose() => _statement?.Dispose();

    private int BindText(int place, string text)
    {
        // An empty span would be NULL.
        if (text.Length == 0) return raw.sqlite3_bind_text(_statement, place, "");
        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        if (most <= OnStack)
        {
            Span<byte> small = stackalloc byte[OnStack];
            return raw.sqlite3_bind_text(_statement, place, small[..Encoding.UTF8.GetBytes(text, small)]);
        }
        var large = ArrayPool<byte>.Shared.Rent(most);
        var result = raw.sqlite3_bind_text(_statement, place, large.AsSpan(0, Encoding.UTF8.GetBytes(text, large)));
        ArrayPool<byte>.Shared.Return(large);
        return result;
    }

    private void Check(int result)
    {
        if (result != raw.SQLITE_OK) throw Failed(result);
    }

    private SqliteException Failed(int result) =>
        new($"SQLite Error {result}: '{raw.sqlite3_errmsg(_database).utf8_to_string()}'.", result & 0xFF, raw.sqlite3_extended_errcode(_database));

    private readonly record struct Bound(Kind Kind, long Number, string? Text);
}
