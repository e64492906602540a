using Ziggie.Doctor.Findings;
using Ziggie.Doctor.Gathering;

namespace Ziggie.Doctor.Fixes;

/// <summary>Finds the fix for a finding.</summary>
internal sealed class FixPlanner(IEnumerable<IFix> fixes)
{
    private readonly IFix[] _fixes = [.. fixes];

    public FixPlan? Plan(Finding finding, Evidence evidence) => _fixes.Select(f => f.Plan(finding, evidence)).FirstOrDefault(p => p is { Steps.Count: > 0 });
}
