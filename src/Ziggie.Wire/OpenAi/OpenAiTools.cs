using System.Text.Json;
using Ziggie.Wire.Json;

namespace Ziggie.Wire.OpenAi;

/// <summary>Tools and the choice among them, as read.</summary>
/// <param name="Allowed">Names the choice narrows the tools to; null where it does not.</param>
internal sealed record OpenAiToolChoice(ToolChoice? Choice, IReadOnlySet<string>? Allowed = null)
{
    public IReadOnlyList<ToolDefinition> Narrow(IReadOnlyList<ToolDefinition> tools) =>
        Allowed is null ? tools : [.. tools.Where(t => Allowed.Contains(t.Name))];
}

/// <summary>Reads <c>tools</c> and <c>tool_choice</c>: chat nests a function in its tool, responses has it flat.</summary>
internal static class OpenAiTools
{
    public static IReadOnlyList<ToolDefinition> Read(JsonElement body, bool flat)
    {
        if (body.OptionalArray("tools") is not { } tools) return [];
        return [.. tools.EnumerateArray().Select((tool, i) => ReadTool(tool.AsObject($"tools[{i}]"), $"tools[{i}]", flat))];
    }

    /// <summary>A function by itself: name, description, JSON Schema of its parameters.</summary>
    public static ToolDefinition ReadFunction(JsonElement function, string at) => new(
        RequiredName(function, at),
        function.OptionalString("description", at),
        function.OptionalObject("parameters", at)?.Clone(),
        function.OptionalBool("strict", at));

    public static OpenAiToolChoice ReadChoice(JsonElement body, bool flat)
    {
        const string at = "tool_choice";
        if (body.Optional(at) is not { } choice) return new OpenAiToolChoice(null);
        if (choice.ValueKind == JsonValueKind.String) return new OpenAiToolChoice(new ToolChoice(ReadMode(choice.AsString(at), at)));
        if (choice.ValueKind != JsonValueKind.Object) throw JsonFields.Expected("a string or an object", choice, at);
        return choice.RequiredString("type", at) switch
        {
            "function" => new OpenAiToolChoice(new ToolChoice(ToolChoiceMode.Named, RequiredName(flat ? choice : choice.RequiredObject("function", at), at))),
            "allowed_tools" => ReadAllowed(flat ? choice : choice.RequiredObject("allowed_tools", at), at, flat),
            var type => throw new WireException($"{at}.type \"{Shorten(type)}\" is not supported; use auto, none, required, or an object of type function or allowed_tools.", at),
        };
    }

    public static ToolChoiceMode ReadMode(string mode, string at) => mode switch
    {
        "auto" => ToolChoiceMode.Auto,
        "none" => ToolChoiceMode.None,
        "required" or "any" => ToolChoiceMode.Required,
        _ => throw new WireException($"{at} must be auto, none, required, or an object that names a function.", at),
    };

    private static ToolDefinition ReadTool(JsonElement tool, string at, bool flat)
    {
        var type = tool.OptionalString("type", at) ?? "function";
        if (type != "function")
            throw new WireException($"{at} is of type \"{Shorten(type)}\"; only tools of type function are supported, since the others run on OpenAI's own servers.", $"{at}.type");
        return flat ? ReadFunction(tool, at) : ReadFunction(tool.RequiredObject("function", at), $"{at}.function");
    }

    private static OpenAiToolChoice ReadAllowed(JsonElement allowed, string at, bool flat)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var tool in allowed.RequiredArray("tools", at).EnumerateArray())
        {
            var entry = tool.AsObject($"{at}.tools[]");
            names.Add(RequiredName(flat ? entry : entry.RequiredObject("function", $"{at}.tools[]"), $"{at}.tools[]"));
        }
        return new OpenAiToolChoice(new ToolChoice(ReadMode(allowed.OptionalString("mode", at) ?? "auto", $"{at}.mode")), names);
    }

    private static string RequiredName(JsonElement named, string at)
    {
        var name = named.RequiredString("name", at);
        return name.Length is > 0 and <= 256 ? name : throw new WireException($"{at}.name must have 1 to 256 characters.", $"{at}.name");
    }

    /// <summary>A caller's own word, repeated to it, but not at any length.</summary>
    public static string Shorten(string word) => word.Length <= 40 ? word : $"{word[..40]}…";
}
