using Ziggie.Doctor.Gathering.Backends;
using Ziggie.Usage.Reports;

namespace Ziggie.Doctor.Gathering.Models;

/// <summary>Looks in the usage of the last 24 hours for requests that filled the context of a model that runs now. Needs the control center's records.</summary>
internal sealed class FullContextsSource(UsageQueries? usage = null) : IEvidenceSource
{
    private const int MostModels = 32;

    /// <summary>Servers cut to a little below the context, or to the whole of it.</summary>
    private const double Near = 0.97;
    private const double Over = 1.03;
    private static readonly TimeSpan s_span = TimeSpan.FromHours(24);

    public string Name => "full contexts";

    public Stage Stage => Stage.Processes;

    public async Task<Func<Evidence, Evidence>> LookAsync(Evidence soFar, CancellationToken cancel)
    {
        List<FullContext> found = [];
        if (usage is null || !soFar.Subjects.IsRunning) return sum => sum;
        foreach (var (backend, model, context) in Running(soFar).Take(MostModels))
        {
            var (requests, largest) = await usage.FillingAsync(soFar.At - s_span, backend.Settings.Name, model, (int)(context * Near), (int)(context * Over), cancel);
            if (requests > 0) found.Add(new FullContext(backend.Settings.Name, model, context, requests, largest));
        }
        return sum => sum with { FullContexts = found };
    }

    private static IEnumerable<(BackendEvidence Backend, string Model, int Context)> Running(Evidence evidence) =>
        from backend in evidence.Backends
        from running in backend.Models?.Running ?? []
        let context = running.Model.ContextLength ?? 0
        where context > 0
        select (backend, running.Model.Name, context);
}
