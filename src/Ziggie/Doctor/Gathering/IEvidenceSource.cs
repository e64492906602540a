namespace Ziggie.Doctor.Gathering;

/// <summary>When a source is asked: each stage sees what those before it found.</summary>
internal enum Stage
{
    /// <summary>The machine as it is: listeners, containers, figures, files.</summary>
    Machine,

    /// <summary>Backends as they answer.</summary>
    Backends,

    /// <summary>Processes that the first two lead to.</summary>
    Processes,
}

/// <summary>Gathers one part of the evidence. Registered in <see cref="DoctorModule"/>.</summary>
internal interface IEvidenceSource
{
    /// <summary>Named where it fails.</summary>
    string Name { get; }

    Stage Stage { get; }

    /// <summary>Looks, within the time that <paramref name="cancel"/> leaves, and returns what adds it to the evidence. What throws becomes a finding.</summary>
    Task<Func<Evidence, Evidence>> LookAsync(Evidence soFar, CancellationToken cancel);
}
