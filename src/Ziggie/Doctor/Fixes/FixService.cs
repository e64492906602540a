using System.Security.Cryptography;
using System.Text;
using Ziggie.Doctor.Findings;

namespace Ziggie.Doctor.Fixes;

/// <summary>How a fix ended.</summary>
internal enum FixOutcome
{
    /// <summary>Nothing was done: this is what would be.</summary>
    Planned,

    /// <summary>Done, and the finding is gone.</summary>
    Mended,

    /// <summary>Done, but the finding stays.</summary>
    Remains,

    /// <summary>There is no such finding now.</summary>
    Gone,

    /// <summary>The doctor can't mend it.</summary>
    NotFixable,

    /// <summary>What was to be mended is not what it was when it was shown; nothing more was done.</summary>
    TargetChanged,

    /// <summary>A step failed.</summary>
    Failed,
}

/// <param name="Steps">What was or will be done.</param>
/// <param name="Token">Stands for exactly these steps on exactly these targets.</param>
internal sealed record FixResult(FixOutcome Outcome, IReadOnlyList<string> Steps, string? Token, string Message);

/// <summary>Mends findings: shows, does, and looks again.</summary>
internal sealed class FixService(DoctorService doctor, FixPlanner planner)
{
    /// <summary>What would be done now.</summary>
    public async Task<FixResult> PlanAsync(string code, string target, CancellationToken cancel)
    {
        var diagnosis = await doctor.RunAsync(cancel);
        if (Find(diagnosis, code, target) is not { } finding) return Gone(code, target);
        if (planner.Plan(finding, diagnosis.Evidence) is not { } plan) return NotFixable(finding);
        return new FixResult(FixOutcome.Planned, Texts(plan), TokenOf(code, target, plan), "Nothing was done yet.");
    }

    /// <param name="token">Of the plan that was shown: exactly that is done, or nothing. Null: what would be planned now.</param>
    public async Task<FixResult> DoAsync(string code, string target, string? token, CancellationToken cancel)
    {
        var diagnosis = await doctor.RunAsync(cancel);
        if (Find(diagnosis, code, target) is not { } finding) return Gone(code, target);
        var plan = planner.Plan(finding, diagnosis.Evidence);
        if (token is not null && (plan is null || TokenOf(code, target, plan) != token))
            return new FixResult(FixOutcome.TargetChanged, [], null, "Nothing was done: what would be mended is not what it was when it was shown. Look at the finding again.");
        if (plan is null) return NotFixable(finding);
        using var holds = plan.Holds;
        var done = new List<string>();
        try
        {
            foreach (var step in plan.Steps)
            {
                await step.DoAsync(cancel);
                done.Add(step.Text);
            }
        }
        catch (TargetChangedException e)
        {
            return new FixResult(FixOutcome.TargetChanged, done, null, $"{e.Message} {(done.Count == 0 ? "Nothing was done." : "The steps before it were done.")}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidOperationException or TimeoutException)
        {
            return new FixResult(FixOutcome.Failed, done, null, e.Message);
        }
        var after = await doctor.RunAsync(cancel);
        return Find(after, code, target) is null
            ? new FixResult(FixOutcome.Mended, done, null, "Done. The doctor looked again, and the finding is gone.")
            : new FixResult(FixOutcome.Remains, done, null, "Done, but the doctor looked again and still finds the same. Look at its evidence.");
    }

    /// <summary>Consequences too: some can be mended by themselves.</summary>
    private static Finding? Find(Diagnosis diagnosis, string code, string target) =>
        diagnosis.Findings.SelectMany(f => f.Consequences.Prepend(f)).FirstOrDefault(f => f.Code.Code.Equals(code, StringComparison.OrdinalIgnoreCase) && f.Target == target);

    private static FixResult Gone(string code, string target) => new(FixOutcome.Gone, [], null, $"The doctor looked again and does not find {code} at {target} any more.");

    private static FixResult NotFixable(Finding finding) => new(FixOutcome.NotFixable, [], null, $"The doctor can't mend {finding.Code.Code} of {finding.Target}. {finding.Fix}");

    private static string[] Texts(FixPlan plan) => [.. plan.Steps.Select(s => s.Text)];

    private static string TokenOf(string code, string target, FixPlan plan) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', [code, target, .. plan.Steps.SelectMany(s => (string[])[s.Text, s.Fingerprint])]))))[..32];
}
