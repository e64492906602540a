using Ziggie.Doctor.Findings;
using Ziggie.Doctor.Gathering;

namespace Ziggie.Doctor.Fixes;

/// <summary>Mends one kind of finding. Registered in <see cref="DoctorModule"/>.</summary>
internal interface IFix
{
    /// <summary>What would be done; null where this fix has nothing to offer for the finding.</summary>
    FixPlan? Plan(Finding finding, Evidence evidence);
}

/// <summary>What will be done, in order.</summary>
internal sealed record FixPlan(IReadOnlyList<IFixStep> Steps)
{
    /// <summary>What the steps take hold of; let go when all is done.</summary>
    public IDisposable? Holds { get; init; }
}

/// <summary>One thing that will be done, to a target that is known exactly.</summary>
internal interface IFixStep
{
    /// <summary>What will be done, for the person who is asked.</summary>
    string Text { get; }

    /// <summary>Changes with the target: a process's boot, pid and start; a file's path, size and time.</summary>
    string Fingerprint { get; }

    /// <summary>Does it, having made sure that the target is still the same.</summary>
    /// <exception cref="TargetChangedException">It is not; nothing was done.</exception>
    Task DoAsync(CancellationToken cancel);
}

/// <summary>What was to be mended is not what it was when the plan was shown.</summary>
internal sealed class TargetChangedException(string message) : Exception(message);
