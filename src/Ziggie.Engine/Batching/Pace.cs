namespace Ziggie.Engine.Batching;

/// <summary>
/// How many prompt tokens a step may read, so that the streams that run go on without a stop: of a long prompt about as much as takes as
/// long as the step would take anyhow; a short one at once, which is over before it is felt. Learns from the steps made.
/// </summary>
/// <param name="most">Tokens that a step can have.</param>
/// <param name="mostStreams">Streams that can run at once.</param>
internal sealed class Pace(int most, int mostStreams)
{
    /// <summary>A long prompt goes on by this much in any case.</summary>
    public const int Least = 1;

    /// <summary>While it is not known what reading costs here.</summary>
    private const int Unknown = 32;

    private const int Telling = 16;

    /// <summary>Larger steps are hardly more efficient.</summary>
    private const int Efficient = 64;

    /// <summary>So often a step reads nothing of a long prompt: what the streams alone take is learned anew.</summary>
    private const int LookEvery = 32;

    /// <summary>Reading a part of a long prompt may make a step this much longer.</summary>
    private const double Share = 1.0;
    private const double AtOnceNs = 200e6;

    /// <summary>A step that no stream waits for; who comes next waits for its end.</summary>
    private const double AloneNs = 500e6;

    private readonly DecodeCost _decode = new(mostStreams);
    private Average _shortTokenNs;
    private Average _longTokenNs;
    private uint _steps;

    /// <summary>Of prompts that are too long to be read at once.</summary>
    /// <param name="streams">Streams that run.</param>
    public int LongTokens(int streams)
    {
        if (streams == 0) return Within(AloneNs, _shortTokenNs, Efficient, 4 * Unknown);
        if (++_steps % LookEvery == 0) return 0;
        return _decode.Of(streams) is var alone and > 0 ? Within(alone * Share, _longTokenNs, Least, Unknown) : Math.Min(most, Unknown);
    }

    /// <summary>Of whole prompts.</summary>
    public int ShortTokens(int streams) => streams == 0 ? LongTokens(0) : Within(AtOnceNs, _shortTokenNs, Least, Unknown);

    /// <summary>A step is done.</summary>
    /// <param name="decoded">Streams that it went on with.</param>
    /// <param name="shortTokens">Tokens that it read of short prompts.</param>
    /// <param name="longTokens">And of long ones: later in a prompt a token costs more.</param>
    public void Took(int decoded, int shortTokens, int longTokens, double nanoseconds)
    {
        if (shortTokens + longTokens == 0)
        {
            _decode.Learn(decoded, nanoseconds);
            return;
        }
        var reading = nanoseconds - (decoded == 0 ? 0 : _decode.Of(decoded));
        if (reading <= 0 || reading == nanoseconds && decoded > 0) return;
        if (longTokens > shortTokens) _longTokenNs.Learn(reading / (longTokens + shortTokens));
        // A few tokens cost nearly as much as many, and nothing is learned from them.
        if (shortTokens + longTokens >= Telling && (longTokens == 0 || decoded == 0)) _shortTokenNs.Learn(reading / (shortTokens + longTokens));
    }

    private int Within(double nanoseconds, Average tokenNs, int least, int unknown) => Math.Min(most, tokenNs.IsEmpty ? unknown : Math.Max(least, (int)Math.Min(nanoseconds / tokenNs.Value, most)));
}
