namespace Ziggie.Engine.Batching;

/// <summary>
/// How many prompt tokens are read between two tokens of the streams, so that these go on without a stop: of a long prompt as much as takes
/// somewhat less than the streams took; a short one at once, which is over before it is felt. Learns from what was computed.
/// </summary>
/// <param name="most">Tokens that can be read at once.</param>
internal sealed class Pace(int most)
{
    /// <summary>A long prompt goes on by this much in any case.</summary>
    public const int Least = 2;

    /// <summary>While it is not known what reading costs here.</summary>
    private const int Unknown = 32;

    private const int Telling = 16;

    /// <summary>Larger parts are hardly more efficient.</summary>
    private const int Efficient = 64;

    /// <summary>Of what the streams take, reading of a long prompt may take this much more.</summary>
    private const double Share = 0.75;

    private const double AtOnceNs = 200e6;

    /// <summary>A part that no stream waits for; who comes next waits for its end.</summary>
    private const double AloneNs = 500e6;

    private Average _streamsNs;
    private Average _shortTokenNs;
    private Average _longTokenNs;
    private double _streamsLastNs;

    /// <summary>Of prompts that are too long to be read at once.</summary>
    /// <param name="streams">Streams that went on just before.</param>
    public int LongTokens(int streams)
    {
        if (streams == 0) return Within(AloneNs, _shortTokenNs, Efficient, 4 * Unknown);
        // Where something else held the streams up, reading makes it good: the gap is what they feel.
        var nanoseconds = Math.Min(_streamsLastNs * Share, _streamsNs.Value * (1 + Share) - _streamsLastNs);
        return Within(nanoseconds, _longTokenNs.IsEmpty ? _shortTokenNs : _longTokenNs, Least, Unknown);
    }

    /// <summary>Of whole prompts.</summary>
    public int ShortTokens(int streams) => streams == 0 ? LongTokens(0) : Within(AtOnceNs, _shortTokenNs, Least, Unknown);

    /// <summary>The streams went on by a token each.</summary>
    public void WentOn(TimeSpan took)
    {
        _streamsLastNs = took.TotalNanoseconds;
        _streamsNs.Learn(_streamsLastNs);
    }

    /// <summary>Prompts were read.</summary>
    /// <param name="shortTokens">Tokens of short prompts.</param>
    /// <param name="longTokens">And of long ones: later in a prompt a token costs more.</param>
    /// <param name="alone">No streams ran.</param>
    public void Read(int shortTokens, int longTokens, bool alone, TimeSpan took)
    {
        var tokenNs = took.TotalNanoseconds / (shortTokens + longTokens);
        if (longTokens > shortTokens && !alone) _longTokenNs.Learn(tokenNs);
        // A few tokens cost nearly as much as many, and nothing is learned from them.
        if (shortTokens + longTokens >= Telling && (longTokens == 0 || alone)) _shortTokenNs.Learn(tokenNs);
    }

    private int Within(double nanoseconds, Average tokenNs, int least, int unknown) => Math.Min(most, tokenNs.IsEmpty ? unknown : Math.Max(least, (int)Math.Min(nanoseconds / tokenNs.Value, most)));
}
