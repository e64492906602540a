using System.Text.Json;
using Ziggie.Wire.Json;

namespace Ziggie.Wire.OpenAi;

/// <summary>Fields without a neutral place, toward a backend of this dialect.</summary>
internal static class OpenAiExtras
{
    /// <summary>What some server of this dialect understands: llama-server, vLLM, SGLang, OpenAI itself.</summary>
    private static readonly HashSet<string> Understood =
    [
        "verbosity", "web_search_options",
        "grammar", "json_schema", "samplers", "ignore_eos", "n_keep", "n_probs", "mirostat", "mirostat_tau", "mirostat_eta", "dynatemp_range",
        "dynatemp_exponent", "xtc_probability", "xtc_threshold", "dry_multiplier", "dry_base", "dry_allowed_length", "dry_penalty_last_n",
        "dry_sequence_breakers", "top_n_sigma", "reasoning_format", "thinking_forced_open", "lora",
        "chat_template", "chat_template_kwargs", "add_generation_prompt", "continue_final_message", "add_special_tokens", "documents",
        "guided_json", "guided_regex", "guided_choice", "guided_grammar", "structured_outputs", "min_tokens", "stop_token_ids",
        "include_stop_str_in_output", "skip_special_tokens", "spaces_between_special_tokens", "length_penalty", "use_beam_search", "best_of",
        "prompt_logprobs", "bad_words", "allowed_token_ids", "include_reasoning", "separate_reasoning", "regex", "ebnf",
    ];

    /// <exception cref="WireException">The backend does not know a field that would change the answer.</exception>
    public static void Write(Utf8JsonWriter json, ModelRequest request, DroppedFields dropped, bool isEngine)
    {
        foreach (var (name, value) in request.Extra)
        {
            if (isEngine)
            {
                if (EngineFields.IsHeeded(name)) json.WriteOptional(name, value);
                else ExtraFields.Drop(name, request.Source, EngineFields.EngineName, dropped);
                continue;
            }
            // A caller of this dialect may know its server better than this list does.
            if (Understood.Contains(name) || request.Source == Dialect.OpenAi && !ExtraFields.IsHarmless(name)) json.WriteOptional(name, value);
            else ExtraFields.Drop(name, request.Source, "an OpenAI-compatible backend", dropped);
        }
    }
}
