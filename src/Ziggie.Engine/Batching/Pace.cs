namespace Ziggie.Engine.Batching;

/// <summary>
/// How many prompt tokens a step may read, so that the streams that run go on without a stop: of a long prompt about as much as takes as
/// long as the step would take anyhow; a short one at once, which is over before it is felt. Learns from the steps made.
/// </summary>
/// <param name="most">Tokens that a step can have.</param>
internal sealed class Pace(int most)
{
    /// <summary>A prompt goes on by this much in any case.</summary>
    public const int Least = 2;

    /// <summary>While it is not known what reading costs here.</summary>
    private const int Unknown = 32;

    /// <summary>Larger steps are hardly more efficient.</summary>
    private const int Efficient = 64;

    /// <summary>Reading a part of a long prompt may make a step this much longer.</summary>
    private const double Share = 1.3;
    private const double AtOnceNs = 200e6;

    /// <summary>A step that no stream waits for; who comes next waits for its end.</summary>
    private const double AloneNs = 500e6;
    private const double Weight = 0.2;

    private double _decodeNs;
    private double _promptTokenNs;

    /// <summary>Of prompts that are too long to be read at once.</summary>
    /// <param name="streams">Streams that run.</param>
    public int PromptTokens(int streams) =>
        streams == 0 ? Within(AloneNs, Efficient, 4 * Unknown)
        : _decodeNs == 0 ? Math.Min(most, Unknown)
        : Within(_decodeNs * Share, Least, Unknown);

    /// <summary>Of whole prompts.</summary>
    public int AtOnce(int streams) => streams == 0 ? PromptTokens(0) : Math.Max(PromptTokens(streams), Within(AtOnceNs, Least, Unknown));

    /// <summary>A step is done.</summary>
    public void Took(int decoded, int prompt, long nanoseconds)
    {
        if (prompt == 0) Learn(ref _decodeNs, nanoseconds);
        else if (decoded == 0 && prompt >= 8) Learn(ref _promptTokenNs, (double)nanoseconds / prompt);
        else if (nanoseconds > _decodeNs && _decodeNs > 0) Learn(ref _promptTokenNs, (nanoseconds - _decodeNs) / prompt);
    }

    private int Within(double nanoseconds, int least, int unknown) => Math.Min(most, _promptTokenNs == 0 ? unknown : Math.Max(least, (int)Math.Min(nanoseconds / _promptTokenNs, most)));

    private static void Learn(ref double value, double seen) => value = value == 0 ? seen : value + Weight * (seen - value);
}
