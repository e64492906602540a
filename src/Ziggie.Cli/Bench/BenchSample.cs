namespace Ziggie.Cli.Bench;

/// <summary>One request as its client saw it; times in milliseconds since it was sent.</summary>
/// <param name="First">Null: there was no content.</param>
/// <param name="Gaps">Between one piece of content and the next.</param>
/// <param name="Tokens">As the server counts them; where it does not, the pieces.</param>
/// <param name="QueueMs">Waited in the control center's queue.</param>
/// <param name="Error">Why it failed; what came before is not counted.</param>
internal sealed record BenchSample(double? First, IReadOnlyList<double> Gaps, double Total, long Tokens, long? PromptTokens, double? QueueMs, string? Model, string? Backend, string? Error = null)
{
    public static BenchSample Failed(double total, string error) => new(null, [], total, 0, null, null, null, null, error);
}
