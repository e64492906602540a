using System.Runtime.InteropServices;
using Ziggie.Settings;
using Ziggie.Usage.Journal;
using Ziggie.Usage.Rollups;

namespace Ziggie.Usage.Import;

/// <summary>Records that go into the database together, and what they add up to.</summary>
internal sealed class UsageBatch
{
    private readonly List<long> _costs = [];
    private readonly Dictionary<RollupKey, UsageSums> _rollups = [];

    public UsageBatch(JournalPosition from, JournalPosition to, List<UsageRecord> records, IReadOnlyDictionary<string, ModelPrice> prices)
    {
        (From, To, Records) = (from, to, records);
        _costs.Capacity = records.Count;
        foreach (ref readonly var record in CollectionsMarshal.AsSpan(records))
        {
            var cost = Pricing.CostNanos(prices, record);
            _costs.Add(cost);
            Sums(RollupKey.Of(RollupSpan.Minute, record)).Add(record, cost);
        }
        // A minute lies in one hour and one day, so the longer spans are sums of few minutes rather than of many records.
        foreach (var (minute, sums) in _rollups.ToArray())
        {
            Sums(minute.In(RollupSpan.Hour)).Add(sums);
            Sums(minute.In(RollupSpan.Day)).Add(sums);
        }
    }

    public JournalPosition From { get; }
    public JournalPosition To { get; }
    public List<UsageRecord> Records { get; }

    /// <summary>Cost of the record at the same place, in thousand-millionths.</summary>
    public IReadOnlyList<long> Costs => _costs;
    public IReadOnlyDictionary<RollupKey, UsageSums> Rollups => _rollups;

    private UsageSums Sums(in RollupKey key)
    {
        ref var sums = ref CollectionsMarshal.GetValueRefOrAddDefault(_rollups, key, out _);
        return sums ??= new UsageSums();
    }
}
