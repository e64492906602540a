using System.Text.Json;
using System.Text.Json.Serialization;
using Ziggie.Http;
using Ziggie.Models.Engine;
using Ziggie.Models.Library;
using Ziggie.Models.Pulls;
using Ziggie.Models.Pulls.Running;

namespace Ziggie.Models;

/// <summary>Serialization of this feature.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(PullRequest))]
[JsonSerializable(typeof(PullLine))]
[JsonSerializable(typeof(Page<PullView>))]
[JsonSerializable(typeof(EngineView))]
[JsonSerializable(typeof(EngineOrder))]
[JsonSerializable(typeof(LocalModelPage))]
[JsonSerializable(typeof(LocalModelDetails))]
internal sealed partial class ModelsJson : JsonSerializerContext
{
    private static readonly JsonSerializerOptions s_plain = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>For what no page shows unescaped: readable where somebody looks at the stream itself.</summary>
    public static ModelsJson Plain { get; } = new(s_plain);
}
