namespace Ziggie.Simulator.Replies;

/// <summary>Embeddings without a model: every word has its own fixed random direction, a text is the sum of its words' at length one. Texts that share words point the same way.</summary>
internal static class Vectors
{
    public static float[] Of(string text, int dimensions)
    {
        var vector = new float[dimensions];
        foreach (var word in Words(text)) AddDirection(vector, word);
        Normalize(vector);
        return vector;
    }

    private static IEnumerable<string> Words(string text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            if (!char.IsLetterOrDigit(text[at])) continue;
            var start = at;
            while (at < text.Length && char.IsLetterOrDigit(text[at])) at++;
            yield return text[start..at].ToLowerInvariant();
        }
    }

    private static void AddDirection(float[] vector, string word)
    {
        var random = new Rng(Rng.Hash(word));
        ulong bits = 0;
        for (var i = 0; i < vector.Length; i++)
        {
            if (i % 64 == 0) bits = random.Next();
            vector[i] += (bits >> (i % 64) & 1) == 0 ? -1 : 1;
        }
    }

    private static void Normalize(float[] vector)
    {
        var length = Math.Sqrt(vector.Sum(v => (double)v * v));
        if (length == 0)
        {
            // A text without words, or words that cancel out: still a vector of length one.
            vector[0] = 1;
            return;
        }
        for (var i = 0; i < vector.Length; i++) vector[i] = (float)(vector[i] / length);
    }
}
