namespace Ziggie.Storage;

/// <summary>A database with its beginning and end; features see only <see cref="IDatabase"/>.</summary>
public interface IStartedDatabase : IDatabase, IDatabaseSignals, IAsyncDisposable
{
    /// <summary>Opens, checks and migrates. Throws <see cref="StorageException"/> where a person must act.</summary>
    Task StartAsync(CancellationToken cancel);

    /// <summary>Writes all there is, as of one moment, into a SQLite file, while others read and write on. The file must be empty or not there.</summary>
    Task CopyToAsync(string file, CancellationToken cancel);
}

/// <summary>Word from other replicas on the same database. On SQLite there are none, so nothing ever comes.</summary>
public interface IDatabaseSignals
{
    /// <summary>A topic changed elsewhere; null: anything may have changed (the connection was lost for a while). Called on a background thread, must not throw.</summary>
    event Action<string?>? Signalled;

    /// <summary>Tells the other replicas once the transaction is committed.</summary>
    Task SignalAsync(System.Data.Common.DbConnection connection, System.Data.Common.DbTransaction transaction, string topic, CancellationToken cancel);
}
