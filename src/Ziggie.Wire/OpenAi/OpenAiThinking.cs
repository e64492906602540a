using System.Text.Json;
using Ziggie.Wire.Json;

namespace Ziggie.Wire.OpenAi;

/// <summary>
/// Whether and how much to think, which every server of this dialect says in its own way: <c>reasoning_effort</c> (OpenAI),
/// <c>reasoning</c> (OpenRouter), <c>thinking</c> (DeepSeek, GLM), <c>chat_template_kwargs</c> (llama-server, vLLM, SGLang).
/// </summary>
internal static class OpenAiThinking
{
    private const string Template = "chat_template_kwargs";

    /// <summary>Names this reads for good; <c>chat_template_kwargs</c> may hold more and is among the extra fields.</summary>
    public static readonly string[] Fields = ["reasoning_effort", "reasoning", "thinking"];

    /// <param name="extra">Loses <c>chat_template_kwargs</c> where thinking is all it says.</param>
    public static Thinking? Read(JsonElement body, Dictionary<string, JsonElement> extra)
    {
        var asked = ReadEffort(body, "") ?? ReadReasoning(body) ?? ReadSwitch(body);
        if (!extra.TryGetValue(Template, out var arguments) || arguments.ValueKind != JsonValueKind.Object) return asked;
        var isOn = arguments.OptionalBool("enable_thinking", Template) ?? arguments.OptionalBool("thinking", Template);
        asked ??= arguments.OptionalString("reasoning_effort", Template) is { } effort ? OpenAiNames.ReadEffort(effort, $"{Template}.reasoning_effort") : null;
        if (arguments.EnumerateObject().All(a => a.Name is "enable_thinking" or "thinking" or "reasoning_effort")) extra.Remove(Template);
        return isOn switch
        {
            null => asked,
            false => new Thinking(false),
            true => asked ?? new Thinking(true),
        };
    }

    /// <summary>OpenAI's own models take an effort and refuse what is not theirs; other servers hand a switch to the chat template too.</summary>
    public static void Write(Utf8JsonWriter json, ModelRequest request, string model)
    {
        if (request.Thinking is not { } thinking) return;
        var family = OpenAiFamily.Of(model);
        var effort = thinking.Enabled ? OpenAiNames.EffortOf(thinking) : family.Reasons ? "none" : null;
        json.WriteOptional("reasoning_effort", effort);
        if (family.Own || request.Extra.ContainsKey(Template)) return;
        json.WriteStartObject(Template);
        json.WriteBoolean("enable_thinking", thinking.Enabled);
        json.WriteOptional("reasoning_effort", effort);
        json.WriteEndObject();
    }

    private static Thinking? ReadEffort(JsonElement parent, string path) =>
        parent.OptionalString("reasoning_effort", path) is { } effort ? OpenAiNames.ReadEffort(effort, JsonFields.At(path, "reasoning_effort")) : null;

    private static Thinking? ReadReasoning(JsonElement body)
    {
        const string at = "reasoning";
        if (body.OptionalObject(at) is not { } reasoning) return null;
        if (reasoning.OptionalBool("enabled", at) == false) return new Thinking(false);
        if (reasoning.OptionalString("effort", at) is { } effort) return OpenAiNames.ReadEffort(effort, "reasoning.effort");
        return new Thinking(true, BudgetTokens: reasoning.OptionalInt("max_tokens", at));
    }

    private static Thinking? ReadSwitch(JsonElement body)
    {
        const string at = "thinking";
        return body.OptionalObject(at) is not { } thinking ? null : thinking.RequiredString("type", at) switch
        {
            "enabled" or "auto" or "adaptive" => new Thinking(true, BudgetTokens: thinking.OptionalInt("budget_tokens", at)),
            "disabled" => new Thinking(false),
            _ => throw new WireException("thinking.type must be enabled or disabled.", "thinking.type"),
        };
    }
}
