using System.Text.Json;
using Ziggie.Wire.Json;

namespace Ziggie.Wire.OpenAi;

/// <summary>What a response object repeats of its request.</summary>
internal static class OpenAiResponsesEcho
{
    public static void WriteText(Utf8JsonWriter json, OutputFormat? output)
    {
        json.WriteStartObject("text");
        json.WriteStartObject("format");
        json.WriteString("type", output switch { null => "text", { Schema: null } => "json_object", _ => "json_schema" });
        if (output?.Schema is { } schema)
        {
            json.WriteString("name", output.Name ?? "answer");
            json.WriteOptional("description", output.Description);
            json.WriteOptional("schema", schema);
            json.WriteBoolean("strict", output.Strict ?? false);
        }
        json.WriteEndObject();
        json.WriteEndObject();
    }

    public static void WriteToolChoice(Utf8JsonWriter json, ToolChoice? choice)
    {
        if (choice?.Mode != ToolChoiceMode.Named)
        {
            json.WriteString("tool_choice", choice?.Mode switch { ToolChoiceMode.None => "none", ToolChoiceMode.Required => "required", _ => "auto" });
            return;
        }
        json.WriteStartObject("tool_choice");
        json.WriteString("type", "function");
        json.WriteString("name", choice.Name);
        json.WriteEndObject();
    }

    public static void WriteTools(Utf8JsonWriter json, IReadOnlyList<ToolDefinition> tools)
    {
        json.WriteStartArray("tools");
        foreach (var tool in tools)
        {
            json.WriteStartObject();
            json.WriteString("type", "function");
            json.WriteString("name", tool.Name);
            json.WriteString("description", tool.Description);
            json.WritePropertyName("parameters");
            if (tool.Parameters is { } parameters) parameters.WriteTo(json);
            else json.WriteNullValue();
            json.WriteBoolean("strict", tool.Strict ?? false);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
