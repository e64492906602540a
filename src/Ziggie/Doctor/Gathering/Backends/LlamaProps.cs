using System.Text.Json;

namespace Ziggie.Doctor.Gathering.Backends;

/// <summary>What llama-server tells of itself at <c>/props</c>.</summary>
internal static class LlamaProps
{
    public const string Path = "/props";

    /// <summary>Tokens of one slot; null where it does not say.</summary>
    public static int? Context(HttpEvidence answer)
    {
        if (answer is not { Outcome: HttpOutcome.Answered, Status: 200 }) return null;
        try
        {
            using var document = JsonDocument.Parse(answer.Body);
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("default_generation_settings", out var settings) && settings.ValueKind == JsonValueKind.Object
                && settings.TryGetProperty("n_ctx", out var context) && context.ValueKind == JsonValueKind.Number && context.TryGetInt32(out var tokens) && tokens > 0 ? tokens : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
