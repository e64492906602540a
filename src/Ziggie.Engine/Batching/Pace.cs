namespace Ziggie.Engine.Batching;

/// <summary>
/// How many prompt tokens a step may read while other streams run, so that these go on without a stop: about as much as takes
/// as long as the step would take anyhow. Learns from the steps made.
/// </summary>
internal sealed class Pace(int most)
{
    private const int Least = 8;

    /// <summary>Reading may make a step this much longer.</summary>
    private const double Share = 1.0;
    private const double Weight = 0.2;

    private double _decodeNs;
    private double _promptTokenNs;

    /// <param name="streams">Streams that run.</param>
    public int PromptTokens(int streams) =>
        streams == 0 ? most
        : _decodeNs == 0 || _promptTokenNs == 0 ? Math.Min(most, 4 * Least)
        : (int)Math.Clamp(_decodeNs * Share / _promptTokenNs, Least, most);

    /// <summary>A step is done.</summary>
    public void Took(int decoded, int prompt, long nanoseconds)
    {
        if (prompt == 0) Learn(ref _decodeNs, nanoseconds);
        else if (decoded == 0 && prompt >= Least) Learn(ref _promptTokenNs, (double)nanoseconds / prompt);
        else if (nanoseconds > _decodeNs && _decodeNs > 0) Learn(ref _promptTokenNs, (nanoseconds - _decodeNs) / prompt);
    }

    private static void Learn(ref double value, double seen) => value = value == 0 ? seen : value + Weight * (seen - value);
}
