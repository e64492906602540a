using Ziggie.Doctor.Checks;
using Ziggie.Doctor.Codes;
using Ziggie.Doctor.Findings;
using Ziggie.Doctor.Fixes;
using Ziggie.Doctor.Gathering;

namespace Ziggie.Doctor;

/// <summary>What one examination found.</summary>
/// <param name="Findings">Root causes, each with its consequences.</param>
/// <param name="Evidence">What they rest on; holds secrets, so it is never shown.</param>
internal sealed record Diagnosis(DateTimeOffset At, TimeSpan Took, IReadOnlyList<Finding> Findings, Evidence Evidence);

/// <summary>(1) gathers the evidence, (2) puts every check to it, (3) tells causes from consequences, (4) marks what can be mended.</summary>
internal sealed class Examination(EvidenceGatherer gatherer, IEnumerable<ICheck> checks, FixPlanner fixes, TimeProvider time)
{
    /// <summary>More of one check is noise.</summary>
    private const int MostOfOne = 100;

    private readonly ICheck[] _checks = [.. checks];

    public async Task<Diagnosis> RunAsync(Subjects subjects, CancellationToken cancel)
    {
        var started = time.GetTimestamp();
        // 1
        var evidence = await gatherer.GatherAsync(subjects, cancel);
        // 2
        var found = _checks.SelectMany(c => Look(c, evidence)).Concat(evidence.Failures.Select(f => Failed(f.Source, f.Failure)));
        // 3
        var roots = RootCauses.Fold(found);
        // 4
        return new Diagnosis(evidence.At, time.GetElapsedTime(started), [.. roots.Select(f => f with { CanFix = fixes.Plan(f, evidence) is not null })], evidence);
    }

    private static List<Finding> Look(ICheck check, Evidence evidence)
    {
        try
        {
            return [.. check.Look(evidence).Take(MostOfOne)];
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return [Failed(check.Name, $"{e.GetType().Name}: {e.Message}")];
        }
    }

    private static Finding Failed(string name, string failure) => new(
        SystemCodes.CheckFailed, $"check:{name}", $"The check \"{name}\" failed, so what it would have found is not known: {failure}", "Run the doctor again. If it stays, report it with this message.")
    { Evidence = [failure] };
}
