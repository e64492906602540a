using System.Text.Json;

namespace Ziggie.Cli;

/// <summary>Who examines: the control center that runs, or this process. Bodies are those of <c>/api/doctor</c>.</summary>
public interface IDoctor : IAsyncDisposable
{
    /// <summary>What <c>POST /api/doctor/run</c> answers.</summary>
    Task<JsonElement> RunAsync(CancellationToken cancel);

    /// <summary>What <c>POST /api/doctor/fix</c> answers; a refusal throws <see cref="CliException"/>.</summary>
    /// <param name="token">Of the plan that was shown; null: only tell what would be done.</param>
    Task<JsonElement> FixAsync(string code, string target, string? token, CancellationToken cancel);
}
