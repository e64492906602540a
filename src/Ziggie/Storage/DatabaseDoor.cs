using System.Data.Common;

namespace Ziggie.Storage;

/// <summary>The database as features get it. It is not disposable: the container would otherwise close the database with the last feature made, before the first ones are done with it.</summary>
internal sealed class DatabaseDoor(IStartedDatabase database) : IDatabase, IDatabaseSignals
{
    public event Action<string?>? Signalled
    {
        add => database.Signalled += value;
        remove => database.Signalled -= value;
    }

    public DatabaseProvider Provider => database.Provider;

    public string? Trouble => database.Trouble;

    public Task<T> ReadAsync<T>(Func<DbConnection, CancellationToken, Task<T>> read, CancellationToken cancel) => database.ReadAsync(read, cancel);

    public Task<T> WriteAsync<T>(Func<DbConnection, DbTransaction, CancellationToken, Task<T>> write, CancellationToken cancel) => database.WriteAsync(write, cancel);

    public Task<T> WriteAsync<T>(QuietThread on, Func<DbConnection, DbTransaction, CancellationToken, Task<T>> write, CancellationToken cancel) => database.WriteAsync(on, write, cancel);

    public Task SignalAsync(DbConnection connection, DbTransaction transaction, string topic, CancellationToken cancel) =>
        database.SignalAsync(connection, transaction, topic, cancel);
}
