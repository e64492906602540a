namespace Ziggie.Engine.Native;

/// <summary>What llama.cpp's log says of a failed load, in a sentence for people.</summary>
internal static class LoadFault
{
    private static readonly (string Said, string Means)[] s_known =
    [
        ("unknown pre-tokenizer type", "its tokenizer is newer than this build knows; take another conversion of the model, or a newer Ziggie"),
        ("unknown model architecture", "its architecture is newer than this build knows; take another model, or a newer Ziggie"),
        ("unable to allocate", "there is not enough memory for it; unload other models, or take a smaller quantisation"),
        ("failed to allocate", "there is not enough memory for it; unload other models, lower its context or slots, or take a smaller quantisation"),
        ("not within the file bounds", "the file is incomplete; fetch it again"),
        ("tokenizer", "its tokenizer cannot be used"),
    ];

    public static string Of(IReadOnlyList<string> troubles)
    {
        var cause = troubles.LastOrDefault(t => t.Contains("error", StringComparison.OrdinalIgnoreCase)) ?? (troubles.Count > 0 ? troubles[^1] : null);
        if (cause is null) return "it gave no reason.";
        foreach (var (said, means) in s_known)
            if (troubles.Any(t => t.Contains(said, StringComparison.OrdinalIgnoreCase))) return $"{means} (llama.cpp says: {Short(troubles.First(t => t.Contains(said, StringComparison.OrdinalIgnoreCase)))}).";
        return $"{Short(cause)}.";
    }

    private static string Short(string line)
    {
        // "llama_model_load: error loading model: unknown …": what comes before the last words names functions.
        var start = line.StartsWith("llama_", StringComparison.Ordinal) && line.IndexOf(": ", StringComparison.Ordinal) is > 0 and var colon ? colon + 2 : 0;
        var text = line[start..].Trim().TrimEnd('.');
        return text.Length <= 300 ? text : text[..299] + "…";
    }
}
