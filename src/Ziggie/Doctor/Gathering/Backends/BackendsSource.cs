namespace Ziggie.Doctor.Gathering.Backends;

/// <summary>All backends, at once.</summary>
internal sealed class BackendsSource(BackendLook look) : IEvidenceSource
{
    public string Name => "backends";

    public Stage Stage => Stage.Backends;

    public async Task<Func<Evidence, Evidence>> LookAsync(Evidence soFar, CancellationToken cancel)
    {
        var backends = await Task.WhenAll(soFar.Subjects.Backends.Select(b => look.LookAsync(b, cancel)));
        return sum => sum with { Backends = backends };
    }
}
