using System.Text.Json.Serialization;
using Ziggie.Settings;

namespace Ziggie.Backends;

/// <summary>Backend declarations as JSON: how the database keeps them and how two are compared.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(BackendSettings))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
internal sealed partial class BackendsJson : JsonSerializerContext;
