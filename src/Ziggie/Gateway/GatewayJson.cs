using System.Text.Json.Serialization;
using Ziggie.Gateway.Library;
using Ziggie.Http;

namespace Ziggie.Gateway;

/// <summary>Serialization of the gateway's own answers.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(LibraryDelete))]
[JsonSerializable(typeof(LlmStatus))]
[JsonSerializable(typeof(Page<LlmModel>))]
[JsonSerializable(typeof(HealthReport))]
[JsonSerializable(typeof(GenerateRequest))]
[JsonSerializable(typeof(Generated))]
internal sealed partial class GatewayJson : JsonSerializerContext;
