using Ziggie.Engine.Templates.Jinja.Values;
using Ziggie.Wire;

namespace Ziggie.Engine.Templates.Conversation;

/// <summary>The tools of a request, as templates see them.</summary>
internal static class OfferedTools
{
    public static Value From(IReadOnlyList<ToolDefinition> tools) => Value.Of(tools.Select(t => Value.Of(One(t))).ToList());

    public static Map One(string name, string description, in Value parameters) => new(2)
    {
        ["type"] = Value.Of("function"),
        ["function"] = Value.Of(new Map(3)
        {
            ["name"] = Value.Of(name),
            ["description"] = Value.Of(description),
            ["parameters"] = parameters,
        }),
    };

    private static Map One(ToolDefinition tool) =>
        One(tool.Name, tool.Description ?? "", tool.Parameters is { } schema ? ValueJson.Read(schema) : Value.Of(new Map()));
}
