using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Ziggie.Audit;
using Ziggie.Doctor.Codes;
using Ziggie.Doctor.Fixes;
using Ziggie.Http;
using Ziggie.Identity;

namespace Ziggie.Doctor;

/// <summary>Which finding is to be mended.</summary>
/// <param name="Code">Of the finding.</param>
/// <param name="Target">Of the finding.</param>
/// <param name="DryRun">Only tell what would be done, and the token for it.</param>
/// <param name="Token">From a plan that was shown: nothing else is done than what it stands for. Without it, what would be planned now is done.</param>
internal sealed record FixRequest(string? Code, string? Target, bool DryRun = false, string? Token = null);

/// <summary>What a fix will do or did.</summary>
/// <param name="Done">False for a plan.</param>
/// <param name="Verified">Whether the doctor looked again and the finding is gone.</param>
/// <param name="Token">To be sent to have it done; null once it is.</param>
internal sealed record FixAnswer(string Code, string Target, IReadOnlyList<string> Steps, bool Done, bool Verified, string Message, string? Token)
{
    public static FixAnswer Of(string code, string target, FixResult result) =>
        new(code, target, result.Steps, result.Outcome != FixOutcome.Planned, result.Outcome == FixOutcome.Mended, result.Message, result.Token);
}

/// <summary>The doctor over HTTP.</summary>
internal static class DoctorEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/doctor").WithTags("Doctor");
        group.MapGet("", LastAsync).Needs(Permissions.Read).WithSummary("What the doctor found when it last looked, root causes first");
        group.MapPost("/run", RunAsync).Needs(Permissions.Operate).WithSummary("Examines now");
        group.MapPost("/fix", FixAsync).Needs(Permissions.Operate).WithSummary("Mends a finding; with dryRun it only tells what would be done, with that plan's token nothing else is done")
            .WithExample("""{"code":"P203","target":"port:tcp/54112","dryRun":true}""");
        group.MapGet("/codes", () => TypedResults.Ok<IReadOnlyList<CodeView>>([.. DoctorCodes.All.Select(DoctorReports.Of)])).Needs(Permissions.Read).WithSummary("All codes that the doctor knows, explained");
    }

    private static async Task<Ok<DoctorReport>> LastAsync(HttpContext context, DoctorService doctor, CancellationToken cancel) =>
        TypedResults.Ok(Report(context, await doctor.LastOrRunAsync(cancel), doctor));

    private static async Task<Ok<DoctorReport>> RunAsync(HttpContext context, DoctorService doctor, CancellationToken cancel) =>
        TypedResults.Ok(Report(context, await doctor.RunAsync(cancel), doctor));

    private static DoctorReport Report(HttpContext context, Diagnosis diagnosis, DoctorService doctor) =>
        DoctorReports.Of(diagnosis, doctor.IsRunning, withEvidence: context.Caller().May(Permissions.Operate));

    private static async Task<Results<Ok<FixAnswer>, JsonHttpResult<Problem>>> FixAsync(HttpContext context, FixRequest request, FixService fixes, IAudit audit, CancellationToken cancel)
    {
        if (request is not { Code: { Length: > 0 } code, Target: { Length: > 0 } target })
            return Problems.BadInput("Say which finding is to be mended.", ("code", "The finding's code, e.g. P203."), ("target", "The finding's target, e.g. port:tcp/54112."));
        var result = request.DryRun ? await fixes.PlanAsync(code, target, cancel) : await fixes.DoAsync(code, target, request.Token, cancel);
        if (!request.DryRun) context.Audit(audit, "doctor.fix", $"{code} {target}", FixWords.Outcome(result.Outcome), string.Join("; ", result.Steps));
        return result.Outcome switch
        {
            FixOutcome.Gone => Problems.Of(404, "Not found", result.Message, "finding_gone"),
            FixOutcome.NotFixable => Problems.Conflict(result.Message, "not_fixable"),
            FixOutcome.TargetChanged => Problems.Conflict(result.Message, "target_changed"),
            FixOutcome.Failed => Problems.Conflict(result.Message, "fix_failed"),
            _ => TypedResults.Ok(FixAnswer.Of(code, target, result)),
        };
    }
}
