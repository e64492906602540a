using System.Globalization;
using System.Text;

namespace Ziggie.Conversations;

/// <summary>A conversation to read in any editor.</summary>
internal static class MarkdownExport
{
    public static string Write(ConversationDetail conversation)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# {conversation.Title}\n\n");
        text.Append(CultureInfo.InvariantCulture, $"Begun {conversation.CreatedAt:yyyy-MM-dd HH:mm} UTC\n");
        if (conversation.System is { } system) text.Append(CultureInfo.InvariantCulture, $"\n## System\n\n{system}\n");
        foreach (var message in conversation.Messages) Write(text, message);
        return text.ToString();
    }

    private static void Write(StringBuilder text, ConversationMessage message)
    {
        var who = message.Role == MessageAuthor.User ? "You" : message.Model is { Length: > 0 } model ? $"Assistant ({model})" : "Assistant";
        text.Append(CultureInfo.InvariantCulture, $"\n## {who}\n\n");
        foreach (var image in message.Images ?? []) text.Append(CultureInfo.InvariantCulture, $"*({image.MediaType}, {image.Bytes} bytes)*\n\n");
        if (message.Content.Length > 0) text.Append(message.Content).Append('\n');
        if (message.Status == MessageStatus.Failed) text.Append(CultureInfo.InvariantCulture, $"\n*Failed: {message.Error?.Message}*\n");
        if (message.Status == MessageStatus.Stopped) text.Append("\n*Stopped.*\n");
        if (message.Status == MessageStatus.Running) text.Append("\n*Still being written.*\n");
    }
}
