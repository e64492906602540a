namespace Ziggie.Simulator.Replies;

/// <summary>SplitMix64: the same numbers for the same seed on every machine and version.</summary>
internal sealed class Rng(ulong seed)
{
    private ulong _state = seed;

    public ulong Next()
    {
        _state += 0x9E3779B97F4A7C15;
        var z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>From 0 up to, but without, <paramref name="bound"/>.</summary>
    public int Below(int bound) => (int)(Next() % (ulong)Math.Max(1, bound));

    /// <summary>From 0 up to, but without, 1.</summary>
    public double Fraction() => (Next() >> 11) * (1.0 / (1UL << 53));

    public T Pick<T>(IReadOnlyList<T> choices) => choices[Below(choices.Count)];

    public string Hex(int length)
    {
        var text = "";
        while (text.Length < length) text += Next().ToString("x16", null);
        return text[..length];
    }

    /// <summary>FNV-1a over the characters: a seed from texts.</summary>
    public static ulong Hash(string text, ulong start = 0xCBF29CE484222325)
    {
        foreach (var c in text) start = (start ^ c) * 0x100000001B3;
        return (start ^ 0xFFFF) * 0x100000001B3;
    }
}
