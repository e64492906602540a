namespace Ziggie.Wire;

/// <summary>What becomes of fields that the neutral request has no place for, when they meet a backend of another dialect.</summary>
internal static class ExtraFields
{
    /// <summary>Bookkeeping, billing, caching and speed: the answer is the same without them.</summary>
    private static readonly HashSet<string> Harmless =
    [
        "metadata", "store", "service_tier", "prompt_cache_key", "prompt_cache_retention", "safety_identifier", "prediction",
        "include", "truncation", "max_tool_calls", "cache_prompt", "id_slot", "timings_per_token", "return_progress", "return_tokens",
        "cache_salt", "request_id", "priority", "speculative.n_max", "speculative.n_min", "speculative.p_min",
        // Ollama: what to do with a prompt that is too long, which other servers decide themselves.
        "truncate", "shift",
        // Anthropic: how much effort goes where no thinking was asked for, what to clear from a long context, what to log.
        "output_config", "context_management", "speed", "diagnostics", "user_profile_id", "workspace_id", "anthropic_version", "anthropic_beta", "betas",
    ];

    /// <summary>What Ollama heeds beside the fields that have a neutral place. It passes over any other, so without it the answer is the one its caller expects.</summary>
    public static IReadOnlySet<string> OllamaOwn { get; } = new HashSet<string>(StringComparer.Ordinal)
    {
        "template", "context", "truncate", "shift", "width", "height", "steps", "_debug_render_only",
    };

    public static WireException Refused(string name, string backend) =>
        new($"{name} cannot be passed on to {backend} and would change the answer; leave it out or choose a model on another backend.", name, "unsupported_parameter");

    public static bool IsHarmless(string name) => Harmless.Contains(name);

    /// <summary>Lists a field as dropped if the answer is the same without it.</summary>
    /// <param name="source">Whose field it is.</param>
    /// <exception cref="WireException">It is not: 400, naming the field.</exception>
    public static void Drop(string name, Dialect? source, string backend, DroppedFields dropped)
    {
        if (!IsHarmless(name) && (source != Dialect.Ollama || OllamaOwn.Contains(name)))
            throw Refused(name, backend);
        dropped.Add(name);
    }
}
