using System.Text.Json.Serialization;
using Ziggie.Http;
using Ziggie.Settings;

namespace Ziggie.Backends;

/// <summary>Backends as JSON: how the API shows them, how the database keeps them and how two declarations are compared.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(BackendSettings))]
[JsonSerializable(typeof(BackendSecrets))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
[JsonSerializable(typeof(Page<BackendView>))]
[JsonSerializable(typeof(BackendChange))]
[JsonSerializable(typeof(BackendTest))]
[JsonSerializable(typeof(BackendRemoved))]
[JsonSerializable(typeof(ModelsChanged))]
[JsonSerializable(typeof(Page<AliasView>))]
[JsonSerializable(typeof(AliasChange))]
internal sealed partial class BackendsJson : JsonSerializerContext;
