using System.Text.Json.Serialization;
using Ziggie.Http;

namespace Ziggie.Conversations;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Page<ConversationItem>))]
[JsonSerializable(typeof(ConversationDetail))]
[JsonSerializable(typeof(NewConversation))]
[JsonSerializable(typeof(ConversationPatch))]
[JsonSerializable(typeof(NewMessage))]
[JsonSerializable(typeof(MessageAccepted))]
[JsonSerializable(typeof(StopResult))]
[JsonSerializable(typeof(MessageStarted))]
[JsonSerializable(typeof(MessageDelta))]
[JsonSerializable(typeof(MessageEnded))]
[JsonSerializable(typeof(MessagesChanged))]
[JsonSerializable(typeof(ConversationChanged))]
[JsonSerializable(typeof(ConversationDeleted))]
internal sealed partial class ConversationsJson : JsonSerializerContext;
