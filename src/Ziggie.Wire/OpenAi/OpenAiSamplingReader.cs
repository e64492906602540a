using System.Globalization;
using System.Text.Json;
using Ziggie.Wire.Json;

namespace Ziggie.Wire.OpenAi;

/// <summary>The sampling fields that chat, completions and responses share, with the extensions that llama-server and vLLM take.</summary>
internal static class OpenAiSamplingReader
{
    /// <summary>Names this reads.</summary>
    public static readonly string[] Fields =
    [
        "temperature", "top_p", "top_k", "min_p", "typical_p", "presence_penalty", "frequency_penalty", "repeat_penalty",
        "repetition_penalty", "repeat_last_n", "seed", "max_tokens", "max_completion_tokens", "max_output_tokens", "stop", "n", "logit_bias",
    ];

    public static SamplingOptions Read(JsonElement body) => new()
    {
        Temperature = body.OptionalNumber("temperature"),
        TopP = body.OptionalNumber("top_p"),
        TopK = body.OptionalInt("top_k"),
        MinP = body.OptionalNumber("min_p"),
        TypicalP = body.OptionalNumber("typical_p"),
        PresencePenalty = body.OptionalNumber("presence_penalty"),
        FrequencyPenalty = body.OptionalNumber("frequency_penalty"),
        RepeatPenalty = body.OptionalNumber("repeat_penalty") ?? body.OptionalNumber("repetition_penalty"),
        RepeatLastN = body.OptionalInt("repeat_last_n"),
        Seed = body.OptionalLong("seed"),
        MaxTokens = Limit(body, "max_completion_tokens") ?? Limit(body, "max_tokens") ?? Limit(body, "max_output_tokens"),
        Stop = body.StringOrList("stop"),
        Choices = AtLeastOne(body, "n"),
        LogitBias = Bias(body),
    };

    /// <summary>-1 is llama-server's word for no limit.</summary>
    private static int? Limit(JsonElement body, string name) => body.OptionalInt(name) switch
    {
        -1 => null,
        < 0 => throw new WireException($"{name} must be 1 or more.", name),
        var limit => limit,
    };

    private static int? AtLeastOne(JsonElement body, string name) => body.OptionalInt(name) switch
    {
        < 1 => throw new WireException($"{name} must be 1 or more.", name),
        var number => number,
    };

    private static Dictionary<string, double>? Bias(JsonElement body)
    {
        if (body.OptionalObject("logit_bias") is not { } biases) return null;
        var read = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var bias in biases.EnumerateObject())
        {
            if (!int.TryParse(bias.Name, NumberStyles.None, CultureInfo.InvariantCulture, out _))
                throw new WireException("logit_bias must map token ids to numbers, but one of its names is not a token id.", "logit_bias");
            if (biases.OptionalNumber(bias.Name, "logit_bias") is { } value) read[bias.Name] = value;
        }
        return read;
    }
}
