using System.Buffers;
using System.Text.Json;
using Ziggie.Wire.Json;

namespace Ziggie.Wire.Anthropic;

/// <summary>Writes requests for an Anthropic backend.</summary>
internal static class AnthropicRequestWriter
{
    /// <summary>
    /// <c>max_tokens</c> where the caller set none, which Anthropic does not allow: what every model of the dialect can give, and room for
    /// thinking on top, since that counts too. An answer cut there says so (<c>max_tokens</c>, "length").
    /// </summary>
    public const int DefaultMaxTokens = 4096, DefaultThinkingTokens = 12_288;

    private const string Backend = "an Anthropic server";

    public static void Write(ModelRequest request, string model, IBufferWriter<byte> output, DroppedFields dropped)
    {
        if (request.Suffix is not null) throw Unsupported("suffix", "answers conversations and fills no gaps");
        // OpenAI's completions are always raw; Ollama's only where the caller wrote the template's marks itself.
        if (request is { Raw: true, Source: Dialect.Ollama }) throw Unsupported("raw", "answers conversations and takes no raw prompts");

        using var json = JsonOutput.Create(output);
        json.WriteStartObject();
        WriteConversation(json, request, model, dropped);
        json.WriteNumber("max_tokens"u8, MaxTokens(request));
        json.WriteBoolean("stream"u8, request.Stream);
        WriteSampling(json, request.Sampling, dropped);
        if (request.EndUser is { } user)
        {
            json.WriteStartObject("metadata"u8);
            json.WriteString("user_id"u8, user);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    public static void WriteCount(ModelRequest request, string model, IBufferWriter<byte> output, DroppedFields dropped)
    {
        using var json = JsonOutput.Create(output);
        json.WriteStartObject();
        WriteConversation(json, request, model, dropped);
        json.WriteEndObject();
    }

    private static void WriteConversation(Utf8JsonWriter json, ModelRequest request, string model, DroppedFields dropped)
    {
        json.WriteString("model"u8, model);
        json.WriteOptional("system", request.SystemText());
        dropped.AddOpenAiOnly(request.Messages);
        AnthropicTurns.Write(json, request.AsConversation(), dropped);
        AnthropicTools.Write(json, request);
        AnthropicOutput.Write(json, request);
        if (request.KeepAlive is not null) dropped.Add("keep_alive");
        foreach (var (name, value) in request.Extra)
        {
            if (request.Source == Dialect.Anthropic && name != "output_config") json.WriteOptional(name, value);
            else ExtraFields.Drop(name, request.Source, Backend, dropped);
        }
    }

    private static int MaxTokens(ModelRequest request) => request.Sampling.MaxTokens ?? DefaultMaxTokens + request.Thinking switch
    {
        { Enabled: true, BudgetTokens: { } budget } => budget,
        { Enabled: true } => DefaultThinkingTokens,
        _ => 0,
    };

    private static void WriteSampling(Utf8JsonWriter json, SamplingOptions sampling, DroppedFields dropped)
    {
        if (sampling.Choices > 1) throw Unsupported("n", "gives one answer per request");
        if (sampling.LogitBias is { Count: > 0 }) throw Unsupported("logit_bias", "has no such option");
        if (sampling.LogProbs == true) throw Unsupported("logprobs", "tells no probabilities");
        if (sampling.Temperature > 1)
            throw new WireException("temperature is above 1, the most that this model's backend (Anthropic) takes.", "temperature", "unsupported_value");

        json.WriteOptional("temperature", sampling.Temperature);
        json.WriteOptional("top_p", sampling.TopP);
        json.WriteOptional("top_k", sampling.TopK);
        if (sampling.Stop.Count > 0)
        {
            json.WriteStartArray("stop_sequences"u8);
            foreach (var stop in sampling.Stop) json.WriteStringValue(stop);
            json.WriteEndArray();
        }
        Drop(sampling, dropped);
    }

    /// <summary>Finer points of choosing tokens: the answer stays one of those that the model would give.</summary>
    private static void Drop(SamplingOptions sampling, DroppedFields dropped)
    {
        if (sampling.Seed is not null) dropped.Add("seed");
        if (sampling.MinP is not null) dropped.Add("min_p");
        if (sampling.TypicalP is not null) dropped.Add("typical_p");
        if (sampling.PresencePenalty is not (null or 0)) dropped.Add("presence_penalty");
        if (sampling.FrequencyPenalty is not (null or 0)) dropped.Add("frequency_penalty");
        if (sampling.RepeatPenalty is not (null or 1)) dropped.Add("repeat_penalty");
        if (sampling.RepeatLastN is not null) dropped.Add("repeat_last_n");
        if (sampling.ContextLength is not null) dropped.Add("num_ctx");
        foreach (var name in sampling.OllamaOptions.Keys) dropped.Add($"options.{name}");
    }

    private static WireException Unsupported(string name, string why) =>
        new($"{name} cannot be passed on: the model is served by Anthropic's API, which {why}. Leave it out or choose a model on another backend.", name, "unsupported_parameter");
}
