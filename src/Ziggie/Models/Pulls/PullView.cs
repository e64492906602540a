using Ziggie.Models.Pulls.Running;
using Ziggie.Models.Pulls.Sources;

namespace Ziggie.Models.Pulls;

/// <summary>A pull as the API shows it.</summary>
/// <param name="State"><c>waiting</c>, <c>running</c>, <c>success</c>, <c>failed</c> or <c>cancelled</c>.</param>
/// <param name="From">The registry's host, or the address of the file.</param>
/// <param name="Sha256">What the file must hash to, where that was given.</param>
/// <param name="Step">What it does now.</param>
/// <param name="Total">Bytes of its largest file.</param>
/// <param name="Completed">How many of these have come.</param>
internal sealed record PullView(string Id, string Model, string From, string? Sha256, string State, string? Step, long? Total, long? Completed, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, string? Error)
{
    public static PullView Of(Pull pull)
    {
        var (now, largest) = (pull.Now, pull.Largest);
        return new PullView(pull.Id, pull.Source.Name, pull.Source.Origin, (pull.Source as UrlSource)?.Sha256?.ToString(), pull.State.ToString().ToLowerInvariant(), now.Status, largest.Total, largest.Completed, pull.Started, pull.Ended, pull.Failure?.Message);
    }
}
