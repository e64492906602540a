using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Ziggie.Gateway;
using Ziggie.Http;
using Refused = Microsoft.AspNetCore.Http.HttpResults.JsonHttpResult<Ziggie.Http.Problem>;

namespace Ziggie.Conversations;

/// <summary>Asking in a conversation, stopping the answer, and the pictures of messages.</summary>
internal static class MessageEndpoints
{

    public static void Map(IEndpointRouteBuilder group)
    {
        group.MapPost("/{id}/messages", AskAsync)
            .WithSummary("Asks the model; the answer is written on the server, whoever watches. replaceFrom edits a question and runs it again, regenerate makes an answer anew")
            .WithExample("""{"content":"Say hello.","model":"demo"}""");
        group.MapPost("/{id}/stop", StopAsync).WithSummary("Stops the answer that is being written and keeps its text");
        group.MapGet("/{id}/messages/{messageId}/images/{position:int}", ImageAsync).WithSummary("A picture of a message");
    }

    private static async Task<Results<Accepted<MessageAccepted>, Refused>> AskAsync(
        HttpContext context, string id, NewMessage message, ConversationService service, ConversationLimits limits)
    {
        var check = new InputCheck(limits);
        if (check.Turn(message) is not { } turn) return Problems.BadInput("The message was not sent.", [.. check.Faults]);
        var origin = new FrontDoorOrigin(
            "conversation",
            ClientName.Of(context.Request.Headers.UserAgent.ToString()),
            context.Connection.RemoteIpAddress?.ToString());
        var (refusal, start) = await service.AskAsync(context.Caller(), id, turn, origin);
        return start switch
        {
            TurnStart.Begun begun => TypedResults.Accepted($"/api/conversations/{id}/events", new MessageAccepted(begun.Question?.Id, begun.Answer.Id)),
            TurnStart.NoConversation => ConversationEndpoints.NoConversation(),
            TurnStart.AlreadyRunning => AlreadyRunning(),
            null when refusal == Generations.Refusal.AlreadyRunning => AlreadyRunning(),
            TurnStart.NoSuchMessage no => Problems.BadInput(no.Why, (no.Field, no.Why)),
            TurnStart.TooLarge large => Problems.Of(413, "Too large", large.Why, "conversation_too_large"),
            _ => Refuse(context, refusal, limits),
        };
    }

    private static Refused AlreadyRunning() =>
        Problems.Conflict("An answer is being written in this conversation: wait for it, or stop it.", "already_running");

    private static Refused Refuse(HttpContext context, Generations.Refusal refusal, ConversationLimits limits)
    {
        context.Response.Headers.RetryAfter = "5";
        return refusal switch
        {
            Generations.Refusal.TooManyOfUser => Problems.Of(
                429, "Too many at once", $"{limits.RunningPerUser} answers are being written for you, which is the limit: wait for one, or stop one.", "too_many_running"),
            Generations.Refusal.Stopping => Problems.Of(503, "Stopping", "Ziggie is stopping: send it again in a moment.", "stopping"),
            _ => Problems.Of(503, "Busy", "As many answers are being written as Ziggie may at once: try again in a moment.", "busy"),
        };
    }

    private static async Task<Results<Ok<StopResult>, Refused>> StopAsync(HttpContext context, string id, ConversationService service, CancellationToken cancel) =>
        await service.StopAsync(context.Caller(), id, cancel) is { } result ? TypedResults.Ok(result) : ConversationEndpoints.NoConversation();

    private static async Task<Results<FileContentHttpResult, Refused>> ImageAsync(
        HttpContext context, string id, string messageId, int position, ConversationStore store, CancellationToken cancel)
    {
        if (await store.ImageAsync(context.Caller().UserId, id, messageId, position, cancel) is not { Data: { } data } image)
            return Problems.NotFound("There is no such picture.");
        // Its address names it for good; what is in it came from a person and is nothing but a picture.
        context.Response.Headers.CacheControl = "private, max-age=86400, immutable";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        return TypedResults.File(data, image.MediaType);
    }
}
