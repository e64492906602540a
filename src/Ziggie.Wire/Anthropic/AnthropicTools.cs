using System.Text.Json;
using Ziggie.Wire.Json;

namespace Ziggie.Wire.Anthropic;

/// <summary><c>tools</c> and <c>tool_choice</c>, both ways round.</summary>
internal static class AnthropicTools
{
    private static JsonElement NoParameters { get; } = JsonElement.Parse("""{"type":"object","properties":{}}""");

    public static IReadOnlyList<ToolDefinition> Read(JsonElement root) =>
        root.OptionalArray("tools") is { } tools ? [.. tools.EnumerateArray().Select((tool, i) => ReadTool(tool, $"tools[{i}]"))] : [];

    /// <summary>Parallel calls are part of the choice here.</summary>
    public static (ToolChoice? Choice, bool? Parallel) ReadChoice(JsonElement root)
    {
        const string at = "tool_choice";
        if (root.OptionalObject(at) is not { } choice) return (null, null);
        bool? parallel = choice.OptionalBool("disable_parallel_tool_use", at) is { } disabled ? !disabled : null;
        return choice.RequiredString("type", at) switch
        {
            "auto" => (new ToolChoice(ToolChoiceMode.Auto), parallel),
            "any" => (new ToolChoice(ToolChoiceMode.Required), parallel),
            "none" => (new ToolChoice(ToolChoiceMode.None), parallel),
            "tool" => (new ToolChoice(ToolChoiceMode.Named, choice.RequiredString("name", at)), parallel),
            _ => throw new WireException("tool_choice.type must be auto, any, tool or none.", "tool_choice.type"),
        };
    }

    public static void Write(Utf8JsonWriter json, ModelRequest request)
    {
        // A choice without tools is refused there.
        if (request.Tools.Count == 0) return;
        json.WriteStartArray("tools"u8);
        foreach (var tool in request.Tools)
        {
            json.WriteStartObject();
            json.WriteString("name"u8, tool.Name);
            json.WriteOptional("description", tool.Description);
            json.WriteOptional("input_schema", tool.Parameters ?? NoParameters);
            json.WriteOptional("strict", tool.Strict);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        WriteChoice(json, request.ToolChoice, single: request.ParallelToolCalls == false);
    }

    private static void WriteChoice(Utf8JsonWriter json, ToolChoice? choice, bool single)
    {
        if (choice is null && !single) return;
        json.WriteStartObject("tool_choice"u8);
        json.WriteString("type"u8, choice?.Mode switch
        {
            ToolChoiceMode.None => "none"u8,
            ToolChoiceMode.Required => "any"u8,
            ToolChoiceMode.Named => "tool"u8,
            _ => "auto"u8,
        });
        if (choice?.Mode == ToolChoiceMode.Named) json.WriteString("name"u8, choice.Name);
        if (single && choice?.Mode != ToolChoiceMode.None) json.WriteBoolean("disable_parallel_tool_use"u8, true);
        json.WriteEndObject();
    }

    private static ToolDefinition ReadTool(JsonElement tool, string at)
    {
        if (tool.AsObject(at).OptionalString("type", at) is { } type && type != "custom")
            throw new WireException($"{at} is one of Anthropic's own tools, which this model's backend cannot run; define a tool with an input_schema instead.", $"{at}.type", "unsupported_tool");
        var name = tool.RequiredString("name", at);
        if (name.Length == 0) throw new WireException($"{at}.name is empty.", $"{at}.name");
        return new ToolDefinition(name, tool.OptionalString("description", at), tool.RequiredObject("input_schema", at).Clone(), tool.OptionalBool("strict", at));
    }
}
