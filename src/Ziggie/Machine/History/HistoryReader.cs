using Ziggie.Wire;

namespace Ziggie.Machine.History;

/// <summary>Answers how the machine was, from the database and from what is on its way there.</summary>
internal sealed class HistoryReader(HistoryQueries queries, HistoryRecorder recorder, TimeProvider time)
{
    private const int MostTries = 3;

    /// <summary>Null where the question is wrong; <paramref name="errors"/> then say why.</summary>
    public async Task<MachineHistory?> AnswerAsync(HistoryQuestion question, List<(string Field, string Message)> errors, CancellationToken cancel)
    {
        var plan = question.Plan(time.GetUtcNow(), errors);
        string[] hosts = [.. (await queries.HostsAsync(cancel)).Append(HistoryRecorder.Host).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        var host = question.Machine(HistoryRecorder.Host, hosts, errors);
        var stored = await queries.MetricsAsync(host, cancel);
        var (pending, _) = await PendingAsync(host, cancel);
        HistoryMetric[] known = [.. stored.Select(s => s.Metric).UnionBy(pending.SelectMany(s => s.Metrics), m => m.Name).OrderBy(m => m.Name, StringComparer.Ordinal)];
        var asked = question.Metrics(known, errors);
        if (errors.Count > 0) return null;
        if (!question.AsksForMetrics) return new MachineHistory(host, hosts, null, null, null, [.. known.Select(m => new MetricHistory(m.Name, m.Title, m.Unit))]);
        var steps = await StepsAsync(host, plan, asked, stored, cancel);
        return new MachineHistory(
            host,
            hosts,
            DateTimeOffset.FromUnixTimeMilliseconds(plan.From),
            DateTimeOffset.FromUnixTimeMilliseconds(plan.To),
            Durations.Write(TimeSpan.FromMilliseconds(plan.StepMs)),
            [.. asked.Select((m, i) => new MetricHistory(m.Name, m.Title, m.Unit, steps[i].Points()))]);
    }

    private async Task<HistorySteps[]> StepsAsync(string host, HistoryPlan plan, IReadOnlyList<HistoryMetric> asked, List<(long Id, HistoryMetric Metric)> stored, CancellationToken cancel)
    {
        for (var tries = 1; ; tries++)
        {
            HistorySteps[] steps = [.. asked.Select(_ => new HistorySteps(plan.StepMs))];
            var byName = asked.Select((m, i) => (m.Name, Steps: steps[i])).ToDictionary(p => p.Name, p => p.Steps, StringComparer.Ordinal);
            var (pending, writes) = await PendingAsync(host, cancel);
            foreach (var sample in pending.Where(s => s.At >= plan.From && s.At < plan.To))
            {
                for (var i = 0; i < sample.Metrics.Length; i++)
                    if (byName.TryGetValue(sample.Metrics[i].Name, out var of)) of.Add(sample.At, MetricSums.Of(sample.Values[i]));
            }
            var byId = stored.Where(s => byName.ContainsKey(s.Metric.Name)).ToDictionary(s => s.Id, s => byName[s.Metric.Name]);
            await queries.ReadAsync(host, plan.Span, plan.From, plan.To, byId, cancel);
            // What was pending has gone into the database meanwhile: it would count twice, or not at all.
            if (host != HistoryRecorder.Host || recorder.Writes == writes || tries == MostTries) return steps;
            stored = await queries.MetricsAsync(host, cancel);
        }
    }

    private async Task<(IReadOnlyList<HistorySample> Samples, long Writes)> PendingAsync(string host, CancellationToken cancel) =>
        host == HistoryRecorder.Host ? await recorder.PendingAsync(cancel) : ([], 0);
}
