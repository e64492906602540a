using System.Text.Json;

namespace Ziggie.Conversations;

/// <summary>A row of a list.</summary>
internal sealed class ConversationRow
{
    public long Seq { get; set; }
    public string Id { get; set; } = "";
    public string Title { get; set; } = "";
    public long Titled { get; set; }
    public string? Model { get; set; }
    public string? System { get; set; }
    public long CreatedAt { get; set; }
    public long UpdatedAt { get; set; }
    public long Running { get; set; }

    public ConversationItem ToItem(string? snippet = null) =>
        new(Id, Title, Model, DateTimeOffset.FromUnixTimeMilliseconds(UpdatedAt), Running != 0, snippet);
}

/// <summary>A message as it is stored.</summary>
internal sealed class MessageRow
{
    public string Id { get; set; } = "";
    public string ConversationId { get; set; } = "";
    public string? ParentId { get; set; }
    public string Role { get; set; } = "";
    public string Status { get; set; } = "";
    public string Content { get; set; } = "";
    public string? Thinking { get; set; }
    public string? ErrorCode { get; set; }
    public string? ErrorMessage { get; set; }
    public string? FinishReason { get; set; }
    public string? Model { get; set; }
    public string? Backend { get; set; }
    public string? Usage { get; set; }
    public string? Timings { get; set; }
    public long CreatedAt { get; set; }

    public ConversationMessage ToMessage(IEnumerable<ImageRow> images)
    {
        var pictures = images.Select(i => i.ToImage(ConversationId)).ToList();
        return new ConversationMessage
        {
            Id = Id,
            ParentId = ParentId,
            Role = Role == "user" ? MessageAuthor.User : MessageAuthor.Assistant,
            Content = Content,
            Thinking = Thinking,
            Images = pictures.Count == 0 ? null : pictures,
            Status = Status switch { "running" => MessageStatus.Running, "failed" => MessageStatus.Failed, "stopped" => MessageStatus.Stopped, _ => MessageStatus.Done },
            Error = ErrorCode is null ? null : new MessageError(ErrorCode, ErrorMessage ?? ""),
            FinishReason = FinishReason,
            Model = Model,
            Backend = Backend,
            Usage = Usage is null ? null : JsonSerializer.Deserialize(Usage, ConversationsJson.Default.MessageUsage),
            Timings = Timings is null ? null : JsonSerializer.Deserialize(Timings, ConversationsJson.Default.MessageTimings),
            CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds(CreatedAt),
        };
    }
}

/// <summary>A picture as it is stored; its bytes only where they were asked for.</summary>
internal sealed class ImageRow
{
    public string MessageId { get; set; } = "";
    public long Position { get; set; }
    public string MediaType { get; set; } = "";
    public long Bytes { get; set; }
    public byte[]? Data { get; set; }

    public MessageImage ToImage(string conversationId) =>
        new(MediaType, Bytes, $"/api/conversations/{conversationId}/messages/{MessageId}/images/{Position}", Data is null ? null : Convert.ToBase64String(Data));
}
