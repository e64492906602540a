using System.Text.Json.Serialization;
using Ziggie.Http;
using Ziggie.Usage.Overview;
using Ziggie.Usage.Reports;

namespace Ziggie.Usage;

/// <summary>Serialization of the usage feature.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(UsageReport))]
[JsonSerializable(typeof(Page<UsageRequest>))]
[JsonSerializable(typeof(OverviewSnapshot))]
internal sealed partial class UsageJson : JsonSerializerContext;
