using Ziggie.Doctor.Codes;
using Ziggie.Doctor.Findings;
using Ziggie.Doctor.Gathering;
using Ziggie.Doctor.Gathering.Backends;

namespace Ziggie.Doctor.Checks.Models;

/// <summary>C305: requests that just filled the context, more than once.</summary>
internal sealed class ContextTooSmall : ICheck
{
    /// <summary>One may be chance.</summary>
    private const int Least = 2;

    public string Name => "context";

    public IEnumerable<Finding> Look(Evidence evidence) =>
        from backend in evidence.Backends
        let full = evidence.FullContexts.Where(c => c.Backend == backend.Settings.Name && c.Requests >= Least).ToList()
        where full.Count > 0
        select new Finding(
            ConfigurationCodes.ContextTooSmall, backend.Target,
            string.Join(" ", full.Select(c => $"{c.Requests} requests of the last 24 hours filled the context of {c.Model}: {c.Largest} input tokens where it holds {c.Context}. What was longer was cut.")),
            Fix(backend, full[0].Context))
        { Evidence = [.. full.Select(c => $"context of {c.Model} → {c.Context}; ziggie usage → {c.Requests} requests with up to {c.Largest} input tokens")] };

    private static string Fix(BackendEvidence backend, int context) => backend.Identity?.Kind switch
    {
        ServerKind.LlamaServer => $"Start llama-server with a larger context: `-c {context * 4}` (all its slots share it).",
        _ => $"Give it more, e.g. OLLAMA_CONTEXT_LENGTH={context * 4} for the server, or `PARAMETER num_ctx {context * 4}` in the model's Modelfile; see that it still fits on the card.",
    };
}
