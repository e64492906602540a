using System.Data.Common;
using Ziggie.Storage;

namespace Ziggie.Tests.Usage.Import;

/// <summary>A database that is away, or whose answer to a commit gets lost, as often as a test says.</summary>
internal sealed class FaultyDatabase(IDatabase inner) : IDatabase
{
    private int _refusals;
    private int _lostAnswers;

    public DatabaseProvider Provider => inner.Provider;

    public string? Trouble => inner.Trouble;

    public void RefuseWrites(int times) => Volatile.Write(ref _refusals, times);

    public void LoseAnswers(int times) => Volatile.Write(ref _lostAnswers, times);

    public Task<T> ReadAsync<T>(Func<DbConnection, CancellationToken, Task<T>> read, CancellationToken cancel) => inner.ReadAsync(read, cancel);

    public async Task<T> WriteAsync<T>(Func<DbConnection, DbTransaction, CancellationToken, Task<T>> write, CancellationToken cancel)
    {
        if (Interlocked.Decrement(ref _refusals) >= 0) throw new DatabaseUnavailableException("away");
        var result = await inner.WriteAsync(write, cancel);
        return Interlocked.Decrement(ref _lostAnswers) >= 0 ? throw new DatabaseUnavailableException("committed, but the answer got lost") : result;
    }
}
