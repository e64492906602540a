using Ziggie.Settings;
using Ziggie.Usage.Journal;
using Ziggie.Usage.Rollups;

namespace Ziggie.Usage.Import;

/// <summary>Records that go into the database together, and what they add up to.</summary>
internal sealed class UsageBatch
{
    private readonly List<long> _costs = [];
    private readonly Dictionary<RollupKey, UsageSums> _rollups = [];

    public UsageBatch(JournalPosition from, JournalPosition to, IReadOnlyList<UsageRecord> records, IReadOnlyDictionary<string, ModelPrice> prices)
    {
        (From, To, Records) = (from, to, records);
        foreach (var record in records)
        {
            var cost = Pricing.CostNanos(prices, record);
            _costs.Add(cost);
            foreach (var span in RollupSpans.All)
            {
                var key = RollupKey.Of(span, record);
                if (!_rollups.TryGetValue(key, out var sums)) _rollups.Add(key, sums = new UsageSums());
                sums.Add(record, cost);
            }
        }
    }

    public JournalPosition From { get; }
    public JournalPosition To { get; }
    public IReadOnlyList<UsageRecord> Records { get; }

    /// <summary>Cost of the record at the same place, in thousand-millionths.</summary>
    public IReadOnlyList<long> Costs => _costs;
    public IReadOnlyDictionary<RollupKey, UsageSums> Rollups => _rollups;
}
