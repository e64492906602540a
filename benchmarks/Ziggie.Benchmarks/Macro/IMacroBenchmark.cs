namespace Ziggie.Benchmarks.Macro;

/// <summary>One name that <c>benchmarks/run</c> takes.</summary>
internal interface IMacroBenchmark
{
    string Name { get; }

    /// <summary>What is compared, in a few words for the help.</summary>
    string Says { get; }

    Task<IReadOnlyList<Line>> RunAsync(Rig rig, CancellationToken cancel);
}
