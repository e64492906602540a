namespace Ziggie.Models.Pulls;

/// <summary>How models are fetched.</summary>
internal sealed record PullOptions
{
    /// <summary>Ranges of one file that are fetched side by side.</summary>
    public int Parallel { get; init; } = 6;
    public long PartBytes { get; init; } = 64L << 20;

    /// <summary>A connection that brings nothing for so long is given up and made anew; an answer's head must come within it too.</summary>
    public TimeSpan Stall { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Failures of one part in a row that brought nothing.</summary>
    public int FruitlessTries { get; init; } = 6;

    /// <summary>Failures of one part in all, also with some progress in between.</summary>
    public int Tries { get; init; } = 60;
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromMilliseconds(500);
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How often it is written down what has come.</summary>
    public TimeSpan SaveEvery { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Pulls at once; the others wait.</summary>
    public int Running { get; init; } = 2;
    public int Waiting { get; init; } = 50;

    /// <summary>Ended pulls that are remembered.</summary>
    public int Remembered { get; init; } = 50;

    /// <summary>How often a watcher is told how far it is.</summary>
    public TimeSpan TellEvery { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>How long to wait for another process that fetches the same file.</summary>
    public TimeSpan OtherProcess { get; init; } = TimeSpan.FromHours(6);
}
