using System.ComponentModel;
using Microsoft.AspNetCore.Mvc;
using Ziggie.Http;
using Ziggie.Wire;

namespace Ziggie.Machine.History;

/// <summary>What the history is asked with.</summary>
internal sealed class HistoryQuestion
{
    private const int MostMetrics = 100;
    private const string StepRule = "a length of time of at least a second, as 10s, 1m, 15m or 2h";

    [Description("Names of metrics, with commas between them; without any, the answer lists those there are."), FromQuery(Name = "metric")]
    public string? Metric { get; init; }

    [Description("Start of the range, RFC 3339 or a date (UTC); an hour before the end if left out."), FromQuery(Name = "from")]
    public string? From { get; init; }

    [Description("End of the range, not included; now if left out."), FromQuery(Name = "to")]
    public string? To { get; init; }

    [Description("Distance of the points, as 10s, 1m or 15m; raised to what is kept for that long, and so that there are at most 2,000 points."), FromQuery(Name = "step")]
    public string? Step { get; init; }

    [Description("Of which machine, where several share a database; the one that answers if left out."), FromQuery(Name = "host")]
    public string? Host { get; init; }

    public bool AsksForMetrics => !string.IsNullOrWhiteSpace(Metric);

    /// <summary>The range and how it is answered; what is wrong goes into <paramref name="errors"/>.</summary>
    public HistoryPlan Plan(DateTimeOffset now, List<(string Field, string Message)> errors)
    {
        var to = Time("to", To, now, errors);
        var from = Time("from", From, to - TimeSpan.FromHours(1), errors);
        if (errors.Count == 0 && from >= to) errors.Add(("from", $"The range is empty: from ({from:O}) must be before to ({to:O})."));
        TimeSpan? step = null;
        if (!string.IsNullOrWhiteSpace(Step))
        {
            step = Durations.Parse(Step.Trim());
            if (step is null || step < TimeSpan.FromSeconds(1)) errors.Add(("step", $"'{Shorten(Step)}' is not {StepRule}."));
        }
        return errors.Count > 0 ? default : HistoryPlan.Of(from.ToUnixTimeMilliseconds(), to.ToUnixTimeMilliseconds(), (long?)step?.TotalMilliseconds, now.ToUnixTimeMilliseconds());
    }

    /// <summary>The machine asked about.</summary>
    public string Machine(string own, IReadOnlyList<string> hosts, List<(string Field, string Message)> errors)
    {
        if (string.IsNullOrWhiteSpace(Host) || hosts.Contains(Host.Trim())) return string.IsNullOrWhiteSpace(Host) ? own : Host.Trim();
        errors.Add(("host", $"There is no history of a machine '{Shorten(Host)}'; there is of {string.Join(", ", hosts.Take(20))}."));
        return own;
    }

    /// <summary>The metrics asked for, each once.</summary>
    public IReadOnlyList<HistoryMetric> Metrics(IReadOnlyList<HistoryMetric> known, List<(string Field, string Message)> errors)
    {
        string[] names = [.. (Metric ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct(StringComparer.Ordinal).Take(MostMetrics + 1)];
        if (names.Length > MostMetrics) errors.Add(("metric", $"More than {MostMetrics} metrics; ask for them in several questions."));
        List<HistoryMetric> found = [];
        foreach (var name in names.Take(MostMetrics))
        {
            if (known.FirstOrDefault(m => m.Name == name) is { } metric) found.Add(metric);
            else errors.Add(("metric", Unknown(name, known)));
        }
        return found;
    }

    private static string Unknown(string name, IReadOnlyList<HistoryMetric> known)
    {
        var near = NearestOf(name, known);
        return near.Count > 0
            ? $"There is no metric '{Shorten(name)}'; did you mean {string.Join(" or ", near)}?"
            : $"There is no metric '{Shorten(name)}'; leave metric out to see which there are.";
    }

    /// <summary>What was misspelt, first of all of the same part of the machine; else what that part has.</summary>
    private static List<string> NearestOf(string name, IReadOnlyList<HistoryMetric> known)
    {
        const int most = 3;
        List<string> near = [];
        var group = name.Split('.')[0] + ".";
        var siblings = known.Select(m => m.Name).Where(n => n.StartsWith(group, StringComparison.OrdinalIgnoreCase)).ToHashSet(StringComparer.Ordinal);
        var others = known.Select(m => m.Name).Except(siblings).ToHashSet(StringComparer.Ordinal);
        foreach (var left in (HashSet<string>[])[siblings, others])
            while (near.Count < most && Nearest.Of(name, left) is { } next && left.Remove(next)) near.Add(next);
        return near.Count > 0 ? near : [.. siblings.Order(StringComparer.Ordinal).Take(most)];
    }

    private static DateTimeOffset Time(string field, string? text, DateTimeOffset otherwise, List<(string Field, string Message)> errors)
    {
        if (string.IsNullOrWhiteSpace(text)) return otherwise;
        if (Instants.TryParse(text, out var time)) return time;
        errors.Add((field, $"'{Shorten(text)}' is not a time since 1970; {Instants.Rule}"));
        return otherwise;
    }

    private static string Shorten(string text) => text.Length <= 60 ? text : text[..60] + "…";
}
