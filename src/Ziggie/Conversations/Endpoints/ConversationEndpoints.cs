using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Ziggie.Http;
using Ziggie.Identity;
using Refused = Microsoft.AspNetCore.Http.HttpResults.JsonHttpResult<Ziggie.Http.Problem>;

namespace Ziggie.Conversations;

/// <summary>The user's own conversations: list, search, read, begin, change, delete.</summary>
internal static class ConversationEndpoints
{
    private const int DefaultPage = 50;
    private const int QueryLength = 500;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/conversations").Needs(Permissions.Models).WithTags("Conversations");
        group.MapGet("", ListAsync).WithSummary("Your conversations, the latest first; ?q= searches titles and messages");
        group.MapPost("", CreateAsync).WithSummary("Begins a conversation").WithExample("""{"title":"A first one","model":"demo"}""");
        group.MapGet("/{id}", GetAsync).WithSummary("A conversation with its messages, the running one's text so far included");
        group.MapPatch("/{id}", PatchAsync).WithSummary("Renames it, or sets its model or system prompt").WithExample("""{"title":"Another name"}""");
        group.MapDelete("/{id}", DeleteAsync).WithSummary("Deletes it; what is being written in it is stopped");
        MessageEndpoints.Map(group);
        ExportEndpoint.Map(group);
        ConversationEvents.Map(group);
    }

    public static Refused NoConversation() => Problems.NotFound("You have no such conversation; GET /api/conversations lists yours.");

    private static async Task<Results<Ok<Page<ConversationItem>>, Refused>> ListAsync(
        HttpContext context, ConversationStore store, ConversationLimits limits, string? q = null, int? limit = null, string? cursor = null, CancellationToken cancel = default)
    {
        var size = limit ?? DefaultPage;
        if (size < 1 || size > limits.PageSize) return Problems.BadInput($"'limit' has to be between 1 and {limits.PageSize}.", ("limit", "Out of range."));
        if (q?.Length > QueryLength) return Problems.BadInput($"'q' may have {QueryLength} characters.", ("q", "Too long."));
        if (!ListCursor.TryParse(cursor, out var before)) return Problems.BadInput("'cursor' is not one that a page gave as 'next'.", ("cursor", "Not a cursor."));
        var words = string.IsNullOrWhiteSpace(q) ? [] : SearchWord.Parse(q);
        // Nothing but control characters: nothing to be found by.
        if (words.Count == 0 && !string.IsNullOrWhiteSpace(q)) return TypedResults.Ok(new Page<ConversationItem>([], null));
        var found = await store.ListAsync(context.Caller().UserId, words, before, size + 1, cancel);
        if (found.Count <= size) return TypedResults.Ok(new Page<ConversationItem>(found, null));
        var page = found.GetRange(0, size);
        return TypedResults.Ok(new Page<ConversationItem>(page, ListCursor.After(page[^1])));
    }

    private static async Task<Results<Created<ConversationItem>, Refused>> CreateAsync(
        HttpContext context, NewConversation? body, ConversationService service, ConversationLimits limits, CancellationToken cancel)
    {
        var wanted = body ?? new NewConversation(null, null, null);
        var check = new InputCheck(limits).Title(wanted.Title).Model(wanted.Model).System(wanted.System);
        if (check.Faults.Count > 0) return Problems.BadInput("The conversation was not begun.", [.. check.Faults]);
        if (await service.CreateAsync(context.Caller(), wanted with { Title = wanted.Title?.Trim() }, cancel) is not { } row)
            return Problems.Conflict($"You have {limits.PerUser} conversations, which is the limit: delete some.", "too_many_conversations");
        return TypedResults.Created($"/api/conversations/{row.Id}", row.ToItem());
    }

    private static async Task<Results<Ok<ConversationDetail>, Refused>> GetAsync(HttpContext context, string id, ConversationReader reader, CancellationToken cancel) =>
        await reader.ReadAsync(context.Caller(), id, cancel) is { } detail ? TypedResults.Ok(detail) : NoConversation();

    private static async Task<Results<Ok<ConversationDetail>, Refused>> PatchAsync(
        HttpContext context, string id, ConversationPatch patch, ConversationService service, ConversationReader reader, ConversationLimits limits, CancellationToken cancel)
    {
        var check = new InputCheck(limits).Title(patch.Title).Model(patch.Model).System(patch.System);
        if (check.Faults.Count > 0) return Problems.BadInput("The conversation was not changed.", [.. check.Faults]);
        if (!await service.UpdateAsync(context.Caller(), id, patch with { Title = patch.Title?.Trim() }, cancel)) return NoConversation();
        return await GetAsync(context, id, reader, cancel);
    }

    private static async Task<Results<NoContent, Refused>> DeleteAsync(HttpContext context, string id, ConversationService service, CancellationToken cancel) =>
        await service.DeleteAsync(context.Caller(), id, cancel) ? TypedResults.NoContent() : NoConversation();
}
