using System.Data.Common;
using Ziggie.Usage.Import;
using Ziggie.Usage.Rollups;

namespace Ziggie.Tests.Usage.Import;

/// <summary>Where a transaction breaks off.</summary>
public enum ImportStep { None, BeforeRequests, AfterRequests, AfterReading, AfterRollups }

/// <summary>Breaks the transaction off at a step, every time.</summary>
internal sealed class FaultyBulk(IBulkWriter inner, ImportStep at) : IBulkWriter
{
    private readonly TaskCompletionSource _broken = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Broken => _broken.Task;

    public async Task InsertRequestsAsync(DbConnection connection, UsageBatch batch, CancellationToken cancel)
    {
        Pass(ImportStep.BeforeRequests);
        await inner.InsertRequestsAsync(connection, batch, cancel);
        Pass(ImportStep.AfterRequests);
    }

    public async Task AddStoredAsync(DbConnection connection, IReadOnlyDictionary<RollupKey, UsageSums> sums, CancellationToken cancel)
    {
        await inner.AddStoredAsync(connection, sums, cancel);
        Pass(ImportStep.AfterReading);
    }

    public async Task ReplaceAsync(DbConnection connection, IReadOnlyDictionary<RollupKey, UsageSums> sums, CancellationToken cancel)
    {
        await inner.ReplaceAsync(connection, sums, cancel);
        Pass(ImportStep.AfterRollups);
    }

    private void Pass(ImportStep step)
    {
        if (step != at) return;
        _broken.TrySetResult();
        throw new InvalidOperationException($"broken off {step}");
    }
}
