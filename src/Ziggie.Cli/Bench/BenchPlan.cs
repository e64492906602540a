using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Ziggie.Cli.Bench;

/// <summary>What is measured.</summary>
/// <param name="Model">Null: whichever the control center picks for the first request; then that one.</param>
/// <param name="Levels">How many requests at once, one after the other.</param>
/// <param name="Requests">Per level; null: four per stream, at least eight.</param>
/// <param name="PromptTokens">About how long the prompts are that are made up.</param>
/// <param name="Prompt">The same prompt for all, instead.</param>
internal sealed record BenchPlan(string? Model, IReadOnlyList<int> Levels, int? Requests, int PromptTokens, int MaxTokens, string? Prompt)
{
    // Common and short, so that most tokenizers make one token of each.
    private static readonly string[] s_words = "the a of to and in is it you that he was for on are with as his they be at one have this from or had by hot but some what there we can out other were all your when up use how said an each she".Split(' ');

    /// <summary>Begins each prompt, so that no server has read the start of one before, not even in an earlier run.</summary>
    private readonly string _run = RandomNumberGenerator.GetHexString(6, lowercase: true);

    /// <summary>Words per token, as far as the warm-up told.</summary>
    public double WordsPerToken { get; init; } = 1;

    public int RequestsAt(int level) => Requests ?? Math.Max(8, level * 4);

    public JsonObject Body(int number)
    {
        var body = new JsonObject
        {
            ["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = Prompt ?? MadeUp(number) }),
            ["max_tokens"] = MaxTokens,
            ["stream"] = true,
            ["stream_options"] = new JsonObject { ["include_usage"] = true },
        };
        if (Model is not null) body["model"] = Model;
        return body;
    }

    /// <summary>Longer or shorter words of this model's, from how many tokens the first prompt had.</summary>
    public BenchPlan Calibrated(BenchSample sample) =>
        Prompt is null && sample.PromptTokens is > 0 and var tokens ? this with { WordsPerToken = Math.Clamp((double)PromptTokens / tokens, 0.1, 2) } : this;

    private string MadeUp(int number)
    {
        var text = new StringBuilder($"{_run} {number}: Write a long story that uses these words.");
        for (var (i, count) = (0, (int)(PromptTokens * WordsPerToken) - 16); i < count; i++) text.Append(' ').Append(s_words[(i * 7 + number * 13) % s_words.Length]);
        return text.ToString();
    }
}
