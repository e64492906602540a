using Ziggie.Doctor.Findings;
using Ziggie.Doctor.Gathering.Backends;
using Ziggie.Settings;

namespace Ziggie.Doctor.Checks.Ports;

/// <summary>What is said of a server that is not what it should be.</summary>
internal sealed record Said(string Cause, string Fix, BackendSettings? Better = null)
{
    public Layer Layer { get; init; } = Layer.Identity;
    public Severity Severity { get; init; } = Severity.Problem;

    /// <summary>Answers that tell it, beside the list of models.</summary>
    public IReadOnlyList<HttpEvidence> Shown { get; init; } = [];
}
