namespace Ziggie.Wire;

/// <summary>A request as turns, for formats that know nothing else.</summary>
public static class Conversations
{
    /// <summary>The messages; of a completion its prompt (with its pictures) as the user's turn, after its system text.</summary>
    public static IReadOnlyList<Message> AsConversation(this ModelRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.Operation == Operation.Completion
            ? [.. request.Messages, new Message(MessageRole.User, [.. request.Images, new TextPart(request.Prompt)])]
            : request.Messages;
    }

    /// <summary>The system texts, in order, with an empty line between them; null where there is none.</summary>
    public static string? SystemText(this ModelRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var texts = request.Messages.Where(m => m.Role == MessageRole.System).SelectMany(m => m.Parts).OfType<TextPart>().Select(p => p.Text).Where(t => t.Length > 0);
        var joined = string.Join("\n\n", texts);
        return joined.Length == 0 ? null : joined;
    }
}
