using System.Data.Common;
using Ziggie.Usage.Rollups;

namespace Ziggie.Usage.Import;

/// <summary>Many rows at once, in the way that a database does it fastest. All inside the caller's transaction.</summary>
internal interface IBulkWriter
{
    Task InsertRequestsAsync(DbConnection connection, UsageBatch batch, CancellationToken cancel);

    /// <summary>Adds what the database has for each key to the sums given for it.</summary>
    Task AddStoredAsync(DbConnection connection, IReadOnlyDictionary<RollupKey, UsageSums> sums, CancellationToken cancel);

    /// <summary>Puts the sums in the place of what was there.</summary>
    Task ReplaceAsync(DbConnection connection, IReadOnlyDictionary<RollupKey, UsageSums> sums, CancellationToken cancel);
}
