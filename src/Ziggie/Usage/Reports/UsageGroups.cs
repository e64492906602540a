using System.Globalization;
using Ziggie.Usage.Rollups;

namespace Ziggie.Usage.Reports;

/// <summary>Sums by group while a report is read. Bounded: groups beyond a number share one.</summary>
internal sealed class UsageGroups(UsageGroup by)
{
    private const int Most = 20_000;
    private const int MostShown = 1_000;

    private readonly Dictionary<string, UsageSums> _groups = new(StringComparer.Ordinal);
    private UsageSums? _rest;

    /// <summary>The column of requests and rollups that divides them; hours and days are made from the time.</summary>
    public string Column => by switch
    {
        UsageGroup.Model => "model",
        UsageGroup.Backend => "backend",
        UsageGroup.Key => "key_id",
        UsageGroup.User => "user_id",
        _ => "status",
    };

    private bool ByTime => by is UsageGroup.Hour or UsageGroup.Day;

    private RollupSpan Span => by == UsageGroup.Hour ? RollupSpan.Hour : RollupSpan.Day;

    /// <summary>The sums of the group that a row belongs to.</summary>
    public UsageSums For(long at, object column)
    {
        var id = by == UsageGroup.None ? "" : ByTime ? Label(Span.Floor(at)) : Convert.ToString(column, CultureInfo.InvariantCulture)!;
        if (_groups.TryGetValue(id, out var sums)) return sums;
        if (_groups.Count >= Most) return _rest ??= new UsageSums();
        _groups.Add(id, sums = new UsageSums());
        return sums;
    }

    /// <summary>All groups together.</summary>
    public UsageSums Total()
    {
        var total = new UsageSums();
        foreach (var sums in _groups.Values) total.Add(sums);
        if (_rest is not null) total.Add(_rest);
        return total;
    }

    /// <summary>The groups to show: times in order with the empty ones between, everything else by requests; what is beyond the largest is one group with id null.</summary>
    public List<(string? Id, UsageSums Sums)> Shown(long from, long to)
    {
        if (by == UsageGroup.None) return [];
        if (ByTime)
        {
            var times = new List<(string?, UsageSums)>();
            for (var at = Span.Floor(from); at < to; at += Span.Length()) times.Add((Label(at), _groups.GetValueOrDefault(Label(at)) ?? new UsageSums()));
            return times;
        }
        var ordered = _groups.OrderByDescending(g => g.Value.Requests).ThenBy(g => g.Key, StringComparer.Ordinal).ToList();
        var shown = ordered.Take(MostShown).Select(g => ((string?)g.Key, g.Value)).ToList();
        var rest = _rest;
        foreach (var (_, sums) in ordered.Skip(MostShown)) (rest ??= new UsageSums()).Add(sums);
        if (rest is not null) shown.Add((null, rest));
        return shown;
    }

    private string Label(long at) =>
        DateTimeOffset.FromUnixTimeMilliseconds(at).UtcDateTime.ToString(by == UsageGroup.Hour ? "yyyy-MM-ddTHH:mm:ssZ" : "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
