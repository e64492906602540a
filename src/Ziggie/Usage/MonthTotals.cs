using System.Collections.Concurrent;

namespace Ziggie.Usage;

/// <summary>
/// Tokens of each key in the current calendar month (UTC), from memory: what the database has, plus this journal's records that it does not have yet.
/// As many entries as keys used this month.
/// </summary>
internal sealed class MonthTotals(TimeProvider time)
{
    private Month _month = Month.At(time.GetUtcNow());

    /// <summary>First moment of the current month, Unix milliseconds.</summary>
    public long MonthStart => Current().Start;

    public long Of(string keyId) => Current().Keys.TryGetValue(keyId, out var total) ? Volatile.Read(ref total.Stored) + Volatile.Read(ref total.Pending) : 0;

    /// <summary>A record went into the journal.</summary>
    public void Journaled(in UsageRecord record)
    {
        if (record.KeyId is not null) Find(record)?.Add(Tokens(record), 0);
    }

    /// <summary>A record of the journal is now in the database.</summary>
    public void Imported(in UsageRecord record)
    {
        if (record.KeyId is not null) Find(record)?.Add(-Tokens(record), Tokens(record));
    }

    /// <summary>What the database has of the current month: replaces what was known of it.</summary>
    public void Stored(long monthStart, IEnumerable<(string KeyId, long Tokens)> totals)
    {
        var month = Current();
        if (month.Start != monthStart) return;
        var known = totals.ToDictionary(t => t.KeyId, t => t.Tokens);
        foreach (var (key, total) in month.Keys)
        {
            if (!known.ContainsKey(key)) Volatile.Write(ref total.Stored, 0);
        }
        foreach (var (key, tokens) in known) Volatile.Write(ref month.Keys.GetOrAdd(key, _ => new Total()).Stored, tokens);
    }

    public static long Tokens(in UsageRecord record) => (long)Math.Max(0, record.Tokens.Prompt) + Math.Max(0, record.Tokens.Completion);

    private Total? Find(in UsageRecord record)
    {
        var month = Volatile.Read(ref _month);
        if (record.StartedAt >= month.End) month = Current();
        return record.StartedAt >= month.Start && record.StartedAt < month.End ? month.Keys.GetOrAdd(record.KeyId!, static _ => new Total()) : null;
    }

    private Month Current()
    {
        var month = Volatile.Read(ref _month);
        var now = time.GetUtcNow();
        if (now.ToUnixTimeMilliseconds() < month.End) return month;
        var next = Month.At(now);
        return Interlocked.CompareExchange(ref _month, next, month) == month ? next : Volatile.Read(ref _month);
    }

    private sealed class Total
    {
        public long Stored;
        public long Pending;

        // Pending falls before stored rises, so that a reader in between sees too little rather than a limit that is not reached.
        public void Add(long pending, long stored)
        {
            Interlocked.Add(ref Pending, pending);
            if (stored != 0) Interlocked.Add(ref Stored, stored);
        }
    }

    private sealed record Month(long Start, long End)
    {
        public ConcurrentDictionary<string, Total> Keys { get; } = new(StringComparer.Ordinal);

        public static Month At(DateTimeOffset now)
        {
            var start = new DateTimeOffset(now.UtcDateTime.Year, now.UtcDateTime.Month, 1, 0, 0, 0, TimeSpan.Zero);
            return new Month(start.ToUnixTimeMilliseconds(), start.AddMonths(1).ToUnixTimeMilliseconds());
        }
    }
}
