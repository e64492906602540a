using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Ziggie.Http;

namespace Ziggie.Conversations;

/// <summary>A conversation as a file.</summary>
internal static class ExportEndpoint
{
    public static void Map(IEndpointRouteBuilder group) =>
        group.MapGet("/{id}/export", ExportAsync).WithSummary("The conversation as a file: ?format=markdown (default) or json");

    private static async Task<Results<FileContentHttpResult, JsonHttpResult<Problem>>> ExportAsync(
        HttpContext context, string id, ConversationStore store, string format = "markdown", CancellationToken cancel = default)
    {
        if (format is not ("markdown" or "json")) return Problems.BadInput("'format' has to be markdown or json.", ("format", "Unknown."));
        if (await store.ReadAsync(context.Caller().UserId, id, imageData: format == "json", cancel) is not { } conversation) return ConversationEndpoints.NoConversation();
        var name = FileName(conversation.Title);
        return format == "json"
            ? TypedResults.File(JsonSerializer.SerializeToUtf8Bytes(conversation, ConversationsJson.Default.ConversationDetail), "application/json", name + ".json")
            : TypedResults.File(Encoding.UTF8.GetBytes(MarkdownExport.Write(conversation)), "text/markdown; charset=utf-8", name + ".md");
    }

    private static string FileName(string title)
    {
        var name = string.Concat(title.Select(c => char.IsLetterOrDigit(c) || c is '-' or '_' or ' ' ? c : '-')).Trim(' ', '-');
        return name.Length == 0 ? "conversation" : name[..Snippet.Whole(name, Math.Min(name.Length, 80))];
    }
}
