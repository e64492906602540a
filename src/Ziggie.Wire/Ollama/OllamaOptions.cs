using System.Text.Json;
using Ziggie.Wire.Json;

namespace Ziggie.Wire.Ollama;

/// <summary>Ollama's <c>options</c>, its <c>logprobs</c> beside them, and back.</summary>
internal static class OllamaOptions
{
    private static readonly HashSet<string> Known =
    [
        "temperature", "top_k", "top_p", "min_p", "typical_p", "seed", "num_predict", "num_ctx", "stop",
        "repeat_penalty", "repeat_last_n", "presence_penalty", "frequency_penalty",
    ];

    public static SamplingOptions Read(JsonElement body)
    {
        var options = body.OptionalObject("options") ?? Empty;
        const string at = "options";
        return new SamplingOptions
        {
            Temperature = options.OptionalNumber("temperature", at),
            TopK = options.OptionalInt("top_k", at),
            TopP = options.OptionalNumber("top_p", at),
            MinP = options.OptionalNumber("min_p", at),
            TypicalP = options.OptionalNumber("typical_p", at),
            // Ollama's own defaults: a negative seed is a random one, a limit below 1 is none.
            Seed = options.OptionalLong("seed", at) is >= 0 and var seed ? seed : null,
            MaxTokens = options.OptionalInt("num_predict", at) is > 0 and var most ? most : null,
            ContextLength = options.OptionalInt("num_ctx", at),
            Stop = options.StringOrList("stop", at),
            RepeatPenalty = options.OptionalNumber("repeat_penalty", at),
            RepeatLastN = options.OptionalInt("repeat_last_n", at),
            PresencePenalty = options.OptionalNumber("presence_penalty", at),
            FrequencyPenalty = options.OptionalNumber("frequency_penalty", at),
            LogProbs = body.OptionalBool("logprobs"),
            TopLogProbs = body.OptionalInt("top_logprobs"),
            OllamaOptions = options.Others(Known),
        };
    }

    /// <summary>Refuses what Ollama has no word for and would change the answer.</summary>
    public static void Write(Utf8JsonWriter json, SamplingOptions sampling)
    {
        if (sampling.Choices > 1)
            throw Unsupported("n", "gives one answer per request");
        if (sampling.LogitBias is { Count: > 0 })
            throw Unsupported("logit_bias", "has no such option");

        json.WriteOptional("logprobs", sampling.LogProbs);
        if (sampling.LogProbs == true) json.WriteOptional("top_logprobs", sampling.TopLogProbs);
        if (IsEmpty(sampling)) return;
        json.WriteStartObject("options"u8);
        json.WriteOptional("temperature", sampling.Temperature);
        json.WriteOptional("top_k", sampling.TopK);
        json.WriteOptional("top_p", sampling.TopP);
        json.WriteOptional("min_p", sampling.MinP);
        json.WriteOptional("typical_p", sampling.TypicalP);
        json.WriteOptional("seed", sampling.Seed);
        json.WriteOptional("num_predict", sampling.MaxTokens);
        json.WriteOptional("num_ctx", sampling.ContextLength);
        json.WriteOptional("repeat_penalty", sampling.RepeatPenalty);
        json.WriteOptional("repeat_last_n", sampling.RepeatLastN);
        json.WriteOptional("presence_penalty", sampling.PresencePenalty);
        json.WriteOptional("frequency_penalty", sampling.FrequencyPenalty);
        if (sampling.Stop.Count > 0)
        {
            json.WriteStartArray("stop"u8);
            foreach (var stop in sampling.Stop) json.WriteStringValue(stop);
            json.WriteEndArray();
        }
        foreach (var (name, value) in sampling.OllamaOptions) json.WriteOptional(name, value);
        json.WriteEndObject();
    }

    private static JsonElement Empty { get; } = JsonElement.Parse("{}");

    private static bool IsEmpty(SamplingOptions sampling) => sampling is
    {
        Temperature: null, TopK: null, TopP: null, MinP: null, TypicalP: null, Seed: null, MaxTokens: null, ContextLength: null,
        RepeatPenalty: null, RepeatLastN: null, PresencePenalty: null, FrequencyPenalty: null, Stop.Count: 0, OllamaOptions.Count: 0,
    };

    private static WireException Unsupported(string name, string why) =>
        new($"{name} cannot be passed on: the model is served by Ollama, which {why}. Leave it out or choose a model on another backend.", name, "unsupported_parameter");
}
