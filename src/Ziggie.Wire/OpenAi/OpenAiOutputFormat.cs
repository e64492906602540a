using System.Text.Json;
using Ziggie.Wire.Json;

namespace Ziggie.Wire.OpenAi;

/// <summary>The shape of the answer: chat's <c>response_format</c>, responses' <c>text.format</c>.</summary>
internal static class OpenAiOutputFormat
{
    public static OutputFormat? Read(JsonElement? field, string at)
    {
        if (field is not { } format) return null;
        var type = format.RequiredString("type", at);
        return type switch
        {
            "text" => null,
            // llama-server lets a schema stand beside json_object.
            "json_object" => new OutputFormat(format.OptionalObject("schema", at)?.Clone()),
            "json_schema" => ReadSchema(format.OptionalObject("json_schema", at) is { } nested ? (nested, $"{at}.json_schema") : (format, at)),
            _ => throw new WireException($"{at}.type must be text, json_object or json_schema, but it is \"{OpenAiTools.Shorten(type)}\".", $"{at}.type"),
        };
    }

    public static void Write(Utf8JsonWriter json, OutputFormat? output)
    {
        if (output is null) return;
        json.WriteStartObject("response_format");
        if (output.Schema is null)
        {
            json.WriteString("type", "json_object");
        }
        else
        {
            json.WriteString("type", "json_schema");
            json.WriteStartObject("json_schema");
            json.WriteString("name", output.Name ?? "answer");
            json.WriteOptional("description", output.Description);
            json.WriteOptional("schema", output.Schema);
            json.WriteOptional("strict", output.Strict);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    private static OutputFormat ReadSchema((JsonElement Format, string At) named) => new(
        named.Format.OptionalObject("schema", named.At)?.Clone(),
        named.Format.OptionalString("name", named.At),
        named.Format.OptionalBool("strict", named.At),
        named.Format.OptionalString("description", named.At));
}
