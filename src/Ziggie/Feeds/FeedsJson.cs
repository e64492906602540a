using System.Text.Json.Serialization;

namespace Ziggie.Feeds;

/// <summary>What a tab sends on its WebSocket.</summary>
internal sealed record FeedRequest(string? Type, string? Topic);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(FeedRequest))]
internal sealed partial class FeedsJson : JsonSerializerContext;
