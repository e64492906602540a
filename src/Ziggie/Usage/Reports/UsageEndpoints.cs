using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Ziggie.Http;
using Ziggie.Identity;
using Ziggie.Settings;
using Ziggie.Usage.Import;

namespace Ziggie.Usage.Reports;

/// <summary><c>/api/usage</c>: who used what, how much, how fast. Members see their own.</summary>
internal static class UsageEndpoints
{
    private const int MostAPage = 1_000;
    private const int CsvPage = 2_000;

    // A query right after a request shows it: the journal is brought in first, unless the database takes its time.
    private static readonly TimeSpan CatchUp = TimeSpan.FromSeconds(2);

    public static void Map(IEndpointRouteBuilder routes)
    {
        var usage = routes.MapGroup("/api/usage").WithTags("Usage").Needs(Permissions.Read | Permissions.Models);
        usage.MapGet("", ReportAsync)
            .WithSummary("Usage in a range of time, in total and by model, backend, key, user, status, hour or day.")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        usage.MapGet("/requests", RequestsAsync)
            .WithSummary("Single requests, newest first.")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        usage.MapGet("/export", ExportAsync)
            .WithSummary("Single requests, newest first, as a file of comma-separated values.")
            .Produces(StatusCodes.Status200OK, contentType: "text/csv").ProducesProblem(StatusCodes.Status400BadRequest);
    }

    private static async Task<Results<Ok<UsageReport>, JsonHttpResult<Problem>>> ReportAsync(
        [AsParameters] UsageQuestion question, string? groupBy, HttpContext context, UsageQueries queries, UsageImporter importer, ISettings settings, TimeProvider time)
    {
        var now = time.GetUtcNow();
        var kept = UsageHorizons.ToRead(now.ToUnixTimeMilliseconds(), settings.Current.Usage.RetentionDays);
        var errors = new List<(string, string)>();
        var filter = question.Read(context.Caller(), now, errors);
        var group = UsageQuestion.Group(groupBy, filter, kept.Hours, errors);
        if (errors.Count > 0) return Bad(errors);

        await importer.CatchUpAsync(CatchUp, context.RequestAborted);
        var plan = UsagePlan.For(filter.From, filter.To, now.ToUnixTimeMilliseconds(), kept, group == UsageGroup.Hour);
        return TypedResults.Ok(await queries.ReportAsync(filter, group, plan, context.RequestAborted));
    }

    private static async Task<Results<Ok<Page<UsageRequest>>, JsonHttpResult<Problem>>> RequestsAsync(
        [AsParameters] UsageQuestion question, string? limit, string? cursor, HttpContext context, UsageQueries queries, UsageImporter importer, TimeProvider time)
    {
        var errors = new List<(string, string)>();
        var filter = question.Read(context.Caller(), time.GetUtcNow(), errors);
        var count = Limit(limit, errors);
        var after = UsageCursor.Start;
        if (!string.IsNullOrEmpty(cursor) && !UsageCursor.TryParse(cursor, out after)) errors.Add(("cursor", "Pass the page before's 'next' as it was."));
        if (errors.Count > 0) return Bad(errors);

        await importer.CatchUpAsync(CatchUp, context.RequestAborted);
        var rows = await queries.RequestsAsync(filter, after, count + 1, context.RequestAborted);
        var more = rows.Count > count;
        if (more) rows.RemoveAt(count);
        return TypedResults.Ok(new Page<UsageRequest>(rows, more ? rows[^1].Cursor.ToString() : null));
    }

    private static async Task<Results<EmptyHttpResult, JsonHttpResult<Problem>>> ExportAsync(
        [AsParameters] UsageQuestion question, string? format, HttpContext context, UsageQueries queries, UsageImporter importer, TimeProvider time)
    {
        var errors = new List<(string, string)>();
        var filter = question.Read(context.Caller(), time.GetUtcNow(), errors);
        if (format is not (null or "" or "csv")) errors.Add(("format", "Only csv can be exported; leave format out or write format=csv."));
        if (errors.Count > 0) return Bad(errors);

        var cancel = context.RequestAborted;
        await importer.CatchUpAsync(CatchUp, cancel);
        // The first page before the headers, so that a database that is away is an error and not an empty file.
        var rows = await queries.RequestsAsync(filter, UsageCursor.Start, CsvPage, cancel);
        context.Response.ContentType = "text/csv; charset=utf-8";
        context.Response.Headers.ContentDisposition =
            string.Create(CultureInfo.InvariantCulture, $"attachment; filename=ziggie-usage-{Day(filter.From)}-{Day(filter.To)}.csv");
        await context.Response.WriteAsync(UsageCsv.Header, cancel);
        // Page by page, so that a long download holds neither a transaction nor memory.
        var text = new StringBuilder();
        while (rows.Count > 0)
        {
            foreach (var row in rows) UsageCsv.Write(text, row);
            await context.Response.WriteAsync(text.ToString(), Encoding.UTF8, cancel);
            text.Clear();
            rows = rows.Count < CsvPage ? [] : await queries.RequestsAsync(filter, rows[^1].Cursor, CsvPage, cancel);
        }
        return TypedResults.Empty;
    }

    private static JsonHttpResult<Problem> Bad(List<(string, string)> errors) =>
        Problems.BadInput("The question about usage cannot be answered as it is: " + string.Join(" ", errors.Select(e => e.Item2)), [.. errors]);

    private static int Limit(string? text, List<(string, string)> errors)
    {
        if (string.IsNullOrEmpty(text)) return 100;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= MostAPage) return limit;
        errors.Add(("limit", $"limit must be a number from 1 to {MostAPage}."));
        return 0;
    }

    private static string Day(long at) => DateTimeOffset.FromUnixTimeMilliseconds(at).UtcDateTime.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
}
