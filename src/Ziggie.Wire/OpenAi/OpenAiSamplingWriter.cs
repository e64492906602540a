using System.Text.Json;
using Ziggie.Wire.Json;

namespace Ziggie.Wire.OpenAi;

/// <summary>Writes the sampling fields for a backend.</summary>
internal static class OpenAiSamplingWriter
{
    /// <summary>Where the model runs and how fast, not what it says; OpenAI's dialect leaves that to the server.</summary>
    private static readonly HashSet<string> MachineOptions =
    [
        "num_thread", "num_gpu", "num_batch", "main_gpu", "low_vram", "use_mmap", "use_mlock", "numa", "f16_kv", "vocab_only", "num_gqa",
        "num_keep", "penalize_newline", "tfs_z", "draft_num_predict",
    ];

    /// <summary>Ollama's options that llama-server takes by the same name.</summary>
    private static readonly HashSet<string> SharedOptions = ["mirostat", "mirostat_tau", "mirostat_eta"];

    public static void Write(Utf8JsonWriter json, SamplingOptions sampling, string model, bool chat, DroppedFields dropped)
    {
        // Whoever asks in this very format is passed on untouched; a translated reply has room for one answer.
        if (sampling.Choices > 1) throw new WireException("n must be 1 here: the answer is translated, which is done for one. Send several requests.", "n", "unsupported_parameter");
        json.WriteOptional("temperature", sampling.Temperature);
        json.WriteOptional("top_p", sampling.TopP);
        json.WriteOptional("top_k", sampling.TopK);
        json.WriteOptional("min_p", sampling.MinP);
        json.WriteOptional("typical_p", sampling.TypicalP);
        json.WriteOptional("presence_penalty", sampling.PresencePenalty);
        json.WriteOptional("frequency_penalty", sampling.FrequencyPenalty);
        // llama-server's and vLLM's names for the same thing; each ignores the other's.
        json.WriteOptional("repeat_penalty", sampling.RepeatPenalty);
        json.WriteOptional("repetition_penalty", sampling.RepeatPenalty);
        json.WriteOptional("repeat_last_n", sampling.RepeatLastN);
        json.WriteOptional("seed", sampling.Seed);
        json.WriteOptional(chat && OpenAiFamily.Of(model).Reasons ? "max_completion_tokens" : "max_tokens", sampling.MaxTokens);
        WriteStop(json, sampling.Stop);
        WriteBias(json, sampling.LogitBias);
        if (sampling.ContextLength is not null) dropped.Add("num_ctx");
        foreach (var (name, value) in sampling.OllamaOptions) WriteOption(json, name, value, dropped);
    }

    private static void WriteStop(Utf8JsonWriter json, IReadOnlyList<string> stop)
    {
        if (stop.Count == 0) return;
        json.WriteStartArray("stop");
        foreach (var text in stop) json.WriteStringValue(text);
        json.WriteEndArray();
    }

    private static void WriteBias(Utf8JsonWriter json, IReadOnlyDictionary<string, double>? biases)
    {
        if (biases is null) return;
        json.WriteStartObject("logit_bias");
        foreach (var (token, bias) in biases) json.WriteNumber(token, bias);
        json.WriteEndObject();
    }

    private static void WriteOption(Utf8JsonWriter json, string name, JsonElement value, DroppedFields dropped)
    {
        if (SharedOptions.Contains(name)) json.WriteOptional(name, value);
        else if (MachineOptions.Contains(name)) dropped.Add($"options.{name}");
        else
            throw new WireException(
                $"options.{name} cannot be passed on to an OpenAI-compatible backend and would change the answer; leave it out or choose a model on an Ollama backend.",
                $"options.{name}", "unsupported_parameter");
    }
}
