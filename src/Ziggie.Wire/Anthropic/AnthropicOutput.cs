using System.Text.Json;
using Ziggie.Wire.Json;

namespace Ziggie.Wire.Anthropic;

/// <summary><c>thinking</c> and <c>output_config</c> (effort, and the answer's shape), both ways round.</summary>
internal static class AnthropicOutput
{
    /// <summary>The least that Anthropic takes.</summary>
    private const int SmallestBudget = 1024;

    /// <returns>Left over: an effort that no thinking goes with, which other dialects have no place for.</returns>
    public static (Thinking? Thinking, OutputFormat? Format, JsonElement? LeftOver) Read(JsonElement root)
    {
        var config = root.OptionalObject("output_config");
        var effort = config?.OptionalString("effort", "output_config") switch
        {
            null => null,
            "low" => "low",
            "medium" => "medium",
            "high" or "xhigh" or "max" => "high",
            _ => throw new WireException("output_config.effort must be low, medium, high, xhigh or max.", "output_config.effort"),
        };
        var thinking = ReadThinking(root, effort);
        var format = ReadFormat(config?.OptionalObject("format", "output_config"), "output_config.format") ?? ReadFormat(root.OptionalObject("output_format"), "output_format");
        return (thinking, format, effort is not null && thinking is not { Enabled: true } ? config?.Clone() : null);
    }

    public static void Write(Utf8JsonWriter json, ModelRequest request)
    {
        if (request.Output is { Schema: null })
            throw new WireException("response_format asks for any JSON, which Anthropic cannot promise: give a JSON schema instead, or ask for JSON in the prompt.", "response_format", "unsupported_parameter");
        WriteThinking(json, request.Thinking);
        var effort = request.Thinking is { Enabled: true, BudgetTokens: null } ? request.Thinking.Effort : null;
        if (effort is null && request.Output is null) return;
        json.WriteStartObject("output_config"u8);
        json.WriteOptional("effort", effort);
        if (request.Output?.Schema is { } schema)
        {
            json.WriteStartObject("format"u8);
            json.WriteString("type"u8, "json_schema"u8);
            json.WriteOptional("schema", schema);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    private static Thinking? ReadThinking(JsonElement root, string? effort)
    {
        const string at = "thinking";
        if (root.OptionalObject(at) is not { } thinking) return null;
        return thinking.RequiredString("type", at) switch
        {
            "disabled" => new Thinking(false),
            "enabled" => new Thinking(true, effort, thinking.OptionalInt("budget_tokens", at) is { } budget
                ? budget
                : throw new WireException("thinking.budget_tokens is missing.", "thinking.budget_tokens")),
            "adaptive" or "between_tools" => new Thinking(true, effort),
            _ => throw new WireException("thinking.type must be enabled, disabled or adaptive.", "thinking.type"),
        };
    }

    private static OutputFormat? ReadFormat(JsonElement? format, string at)
    {
        if (format is not { } said) return null;
        return said.RequiredString("type", at) == "json_schema"
            ? new OutputFormat(said.RequiredObject("schema", at).Clone())
            : throw new WireException($"{at}.type must be json_schema.", $"{at}.type");
    }

    /// <summary>A number of tokens where the caller gave one; else the model decides, guided by the effort.</summary>
    private static void WriteThinking(Utf8JsonWriter json, Thinking? thinking)
    {
        if (thinking is null) return;
        json.WriteStartObject("thinking"u8);
        json.WriteString("type"u8, !thinking.Enabled ? "disabled"u8 : thinking.BudgetTokens is null ? "adaptive"u8 : "enabled"u8);
        if (thinking is { Enabled: true, BudgetTokens: { } budget }) json.WriteNumber("budget_tokens"u8, Math.Max(SmallestBudget, budget));
        json.WriteEndObject();
    }
}
