using System.Globalization;
using System.Text.Json;
using Ziggie.Engine.Host;
using Ziggie.Engine.Sampling;
using Ziggie.Wire;

namespace Ziggie.Engine.Answers;

/// <summary>How tokens are chosen for a request: as it says, else as the model's file or settings say, else as llama.cpp does.</summary>
internal static class Samplings
{
    private static readonly SamplerOptions s_defaults = new();

    public static SamplerOptions Of(ModelRequest asked, LoadedModel model)
    {
        var (said, set) = (asked.Sampling, model.Defaults.Sampling);
        return new SamplerOptions
        {
            Temperature = Within("temperature", said.Temperature ?? set.Temperature, s_defaults.Temperature, 0, 100),
            TopK = said.TopK ?? set.TopK ?? s_defaults.TopK,
            TopP = Within("top_p", said.TopP ?? set.TopP, s_defaults.TopP, 0, 1),
            MinP = Within("min_p", said.MinP ?? set.MinP, s_defaults.MinP, 0, 1),
            TypicalP = Within("typical_p", said.TypicalP ?? set.TypicalP, s_defaults.TypicalP, 0, 1),
            RepeatPenalty = Within("repeat_penalty", said.RepeatPenalty ?? set.RepeatPenalty, s_defaults.RepeatPenalty, 0.01, 100),
            RepeatLastN = Math.Clamp(said.RepeatLastN ?? set.RepeatLastN ?? s_defaults.RepeatLastN, -1, 1 << 20),
            PresencePenalty = Within("presence_penalty", said.PresencePenalty ?? set.PresencePenalty, 0, -100, 100),
            FrequencyPenalty = Within("frequency_penalty", said.FrequencyPenalty ?? set.FrequencyPenalty, 0, -100, 100),
            Seed = said.Seed is { } seed and >= 0 ? (uint)(seed & 0x7FFFFFFF) : null,
            Mirostat = (int)Number(asked, "mirostat", 0),
            MirostatTau = (float)Number(asked, "mirostat_tau", s_defaults.MirostatTau),
            MirostatEta = (float)Number(asked, "mirostat_eta", s_defaults.MirostatEta),
            LogitBias = Biases(asked, model),
            Grammar = asked.Extra.TryGetValue("grammar", out var grammar) && grammar.ValueKind == JsonValueKind.String && grammar.GetString() is { Length: > 0 } text ? text : null,
        };
    }

    public static IReadOnlyList<string> Stops(ModelRequest asked, LoadedModel model) => [.. asked.Sampling.Stop, .. model.Defaults.Sampling.Stop];

    private static IReadOnlyDictionary<int, float> Biases(ModelRequest asked, LoadedModel model)
    {
        var ignoresEnd = asked.Extra.TryGetValue("ignore_eos", out var value) && value.ValueKind == JsonValueKind.True;
        if (asked.Sampling.LogitBias is null && !ignoresEnd) return s_defaults.LogitBias;
        var biases = asked.Sampling.LogitBias?.ToDictionary(b => int.Parse(b.Key, CultureInfo.InvariantCulture), b => (float)b.Value) ?? [];
        if (!ignoresEnd) return biases;
        foreach (var token in model.Vocabulary.EndTokens) biases[token] = float.NegativeInfinity;
        return biases;
    }

    private static float Within(string name, double? value, double otherwise, double least, double most)
    {
        var number = value ?? otherwise;
        return number >= least && number <= most ? (float)number
            : throw new WireException(string.Create(CultureInfo.InvariantCulture, $"{name} must be from {least} to {most}, but it is {number}."), name);
    }

    private static double Number(ModelRequest asked, string name, double otherwise) => asked.Extra.TryGetValue(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : otherwise;
}
