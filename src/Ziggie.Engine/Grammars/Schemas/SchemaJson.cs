using System.Text.Json.Serialization;

namespace Ziggie.Engine.Grammars.Schemas;

[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class SchemaJson : JsonSerializerContext;
