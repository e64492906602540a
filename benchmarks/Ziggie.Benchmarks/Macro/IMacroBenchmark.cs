namespace Ziggie.Benchmarks.Macro;

/// <summary>One name that <c>benchmarks/run</c> takes.</summary>
internal interface IMacroBenchmark
{
    string Name { get; }

    /// <summary>What is compared, in a few words for the help.</summary>
    string Says { get; }

    /// <summary>It is ended then; the usual time is a minute or two.</summary>
    TimeSpan Longest => TimeSpan.FromMinutes(6);

    Task<IReadOnlyList<Line>> RunAsync(Rig rig, CancellationToken cancel);
}
