using System.Text.Json.Nodes;

namespace Ziggie.Settings;

/// <summary>Says whether text will do, and puts it in its usual form.</summary>
/// <returns>What it must be, where it is not; else null.</returns>
internal delegate string? TextRule(ref string text, Reading reading);

/// <summary>Text, as a rule wants it.</summary>
internal sealed class TextShape(string word, TextRule? rule = null, string? pattern = null) : Shape<string>
{
    private const int MaxLength = 8192;

    public override string Word => word;

    public override bool TryRead(ConfigNode node, string path, Reading reading, out string value)
    {
        value = "";
        var text = reading.Text(node, path, "text");
        if (text is null) return false;
        var problem = text.Length > MaxLength ? $"must have at most {MaxLength} characters" : rule?.Invoke(ref text, reading);
        if (problem is not null) reading.Mismatch(node, path, problem);
        value = text;
        return problem is null;
    }

    public override JsonNode? Show(string? value) => value is null ? null : JsonValue.Create(value);

    public override JsonObject Schema() => pattern is null ? new JsonObject { ["type"] = "string" } : OrVariable("string", pattern);
}
