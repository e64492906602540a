namespace Ziggie.Benchmarks.Macro.Llama;

/// <summary>Prompts of which no two begin alike, so that no server has read one before.</summary>
internal sealed class Prompts
{
    // Each is one token in nearly every vocabulary.
    private static readonly string[] s_words = ["the", "a", "and", "to", "was", "he", "it", "she", "in", "they", "day", "said", "with", "his", "big", "that", "her", "had", "on", "for"];

    private readonly Random _random = new(1);

    public string Of(int words) => string.Join(' ', Enumerable.Range(0, words).Select(_ => s_words[_random.Next(s_words.Length)]));
}
