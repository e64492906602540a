namespace Ziggie.Doctor.Gathering;

/// <summary>Asks all sources, those of a stage at once, none longer than its stage may take.</summary>
internal sealed class EvidenceGatherer(IEnumerable<IEvidenceSource> sources, TimeProvider time)
{
    /// <summary>The whole is to be there within three seconds, however many backends hang.</summary>
    private static readonly Dictionary<Stage, TimeSpan> s_patience = new()
    {
        [Stage.Machine] = TimeSpan.FromMilliseconds(700),
        [Stage.Backends] = TimeSpan.FromMilliseconds(1600),
        [Stage.Processes] = TimeSpan.FromMilliseconds(400),
        [Stage.Files] = TimeSpan.FromMilliseconds(200),
    };

    private readonly IEvidenceSource[] _sources = [.. sources];

    public async Task<Evidence> GatherAsync(Subjects subjects, CancellationToken cancel)
    {
        var evidence = new Evidence { At = time.GetUtcNow(), Subjects = subjects, Notes = subjects.Notes };
        foreach (var stage in Enum.GetValues<Stage>())
        {
            var seen = evidence;
            var additions = await Task.WhenAll(_sources.Where(s => s.Stage == stage).Select(s => AskAsync(s, seen, cancel)));
            evidence = additions.Aggregate(evidence, (sum, add) => add(sum));
        }
        return evidence;
    }

    private async Task<Func<Evidence, Evidence>> AskAsync(IEvidenceSource source, Evidence seen, CancellationToken cancel)
    {
        var patience = s_patience[source.Stage];
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        await using var timer = time.CreateTimer(static s => ((CancellationTokenSource)s!).Cancel(), limit, patience, Timeout.InfiniteTimeSpan);
        try
        {
            // Some sources block, and one that minds no token must not hold the others up either.
            var look = Task.Run(() => source.LookAsync(seen, limit.Token), CancellationToken.None);
            return await look.WaitAsync(patience + patience, time, cancel);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException && !cancel.IsCancellationRequested)
        {
            return sum => sum with { Failures = [.. sum.Failures, (source.Name, $"It did not end within {patience.TotalSeconds:0.0} s.")] };
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return sum => sum with { Failures = [.. sum.Failures, (source.Name, $"{e.GetType().Name}: {e.Message}")] };
        }
    }
}
