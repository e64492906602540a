using System.Text.Json;
using Ziggie.Backends;
using Ziggie.Doctor.Checks.Common;
using Ziggie.Doctor.Findings;
using Ziggie.Doctor.Gathering;
using Ziggie.Settings;

namespace Ziggie.Doctor.Fixes.Backends;

/// <summary>Gives a backend that the API can change the address and type that a finding proposes.</summary>
internal sealed class CorrectBackend(CatalogService catalog, BackendStore store) : IFix
{
    public FixPlan? Plan(Finding finding, Evidence evidence) =>
        finding.Better is { } better && evidence.Subjects.Changeable.Contains(better.Name) && evidence.Subjects.Backends.FirstOrDefault(b => b.Name == better.Name) is { } now
            ? new FixPlan([new ChangeBackend(now, better, catalog, store)])
            : null;
}

/// <summary>Changes address and type of one backend.</summary>
internal sealed class ChangeBackend(BackendSettings shown, BackendSettings better, CatalogService catalog, BackendStore store) : IFixStep
{
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(2);

    public string Text { get; } = $"Change the backend {shown.Name} from {Place(shown)} to {Place(better)}";

    public string Fingerprint { get; } = FingerprintOf(shown);

    public async Task DoAsync(CancellationToken cancel)
    {
        if (catalog.Current.Backend(shown.Name) is not { Source: BackendSource.Api } now || FingerprintOf(now.Settings) != Fingerprint)
            throw new TargetChangedException($"The backend {shown.Name} is not declared as it was shown.");
        await store.SaveAsync(now.Settings with { Type = better.Type, Url = better.Url }, cancel);
        await catalog.ReloadAsync(cancel);
        await catalog.FirstLookAsync(s_look, cancel);
    }

    private static string Place(BackendSettings backend) => $"{Declared.Word(backend.Type)} at {backend.Url}";

    private static string FingerprintOf(BackendSettings backend) =>
        JsonSerializer.Serialize(backend with { ApiKey = null, Headers = new Dictionary<string, string>() }, BackendsJson.Default.BackendSettings);
}
