using System.Text.Json;
using Ziggie.Engine.Replies;
using Ziggie.Engine.Templates.Conversation;
using Ziggie.Engine.Templates.Jinja;
using Ziggie.Engine.Templates.Jinja.Library;
using Ziggie.Engine.Templates.Jinja.Values;
using Ziggie.Wire;

namespace Ziggie.Engine.Templates;

/// <summary>A model's chat template: read once, then any conversation becomes the prompt that the model was trained on. Safe to use by many at once.</summary>
public sealed class ChatTemplate
{
    /// <summary>What stands in for a missing template, as llama.cpp has it.</summary>
    private const string ChatMl = """
        {%- for message in messages -%}
          {{- '<|im_start|>' + message.role + '\n' + message.content + '<|im_end|>\n' -}}
        {%- endfor -%}
        {%- if add_generation_prompt -%}
          {{- '<|im_start|>assistant\n' -}}
        {%- endif -%}
        """;

    private readonly Template _template;
    private readonly Family _family;
    private readonly string _bos;
    private readonly string _eos;

    private ChatTemplate(string source, bool isOwn, string bos, string eos)
    {
        Source = source;
        IsModelsOwn = isOwn;
        _bos = bos;
        _eos = eos;
        _template = Template.Parse(Family.Mend(source));
        _family = new Family(source);
        Abilities = new Probe(TryRender).Find(_template);
        ReplyFormat = ReplyFormats.Of(source, Abilities.Tools);
    }

    /// <summary>The template's text.</summary>
    public string Source { get; }

    /// <summary>The model brought the template. False: it has none, and ChatML stands in, as in llama.cpp; the model may not know it.</summary>
    public bool IsModelsOwn { get; }

    /// <summary>What the template can say by itself.</summary>
    public TemplateAbilities Abilities { get; }

    /// <summary>How the model marks thoughts and tool calls in its replies.</summary>
    public ReplyFormat ReplyFormat { get; }

    /// <param name="source">The template of the model file; null or empty where it has none.</param>
    /// <param name="bosToken">The text of the token that begins a prompt; empty where there is none.</param>
    /// <param name="eosToken">The text of the token that ends a reply; empty where there is none.</param>
    /// <exception cref="TemplateException">The template cannot be read.</exception>
    public static ChatTemplate Parse(string? source, string bosToken, string eosToken)
    {
        var isOwn = !string.IsNullOrWhiteSpace(source) && source != "chatml";
        return new ChatTemplate(isOwn ? source! : ChatMl, isOwn, bosToken, eosToken);
    }

    /// <summary>The prompt for a conversation. Where its last turn is the assistant's, the model goes on from those words.</summary>
    /// <exception cref="TemplateException">The template fails, or refuses the conversation.</exception>
    public RenderedPrompt Render(ModelRequest request, TimeProvider time, bool addGenerationPrompt = true)
    {
        ArgumentNullException.ThrowIfNull(request);
        var tools = request.Tools.Count > 0 && request.ToolChoice?.Mode != ToolChoiceMode.None ? OfferedTools.From(request.Tools) : default;
        var turns = Fitting.Fit(Turns.From(request.AsConversation()), tools, Abilities, ReplyFormat);
        var begun = addGenerationPrompt ? Prefill.Take(turns) : null;
        turns = _family.Adjust(turns);
        var variables = Variables(turns, Abilities.Tools ? tools : default, request, time, addGenerationPrompt);
        var text = _family.Finish(_template.Render(variables, time), addGenerationPrompt);
        var start = addGenerationPrompt ? Prefill.StartOf(text, ReplyFormat) : ReplyStart.Text;
        if (begun is not null) (text, start) = begun.GoOn(text, start, ReplyFormat);
        return new RenderedPrompt(text, _bos.Length > 0 && text.StartsWith(_bos, StringComparison.Ordinal), start);
    }

    private Map Variables(List<Map> turns, in Value tools, ModelRequest request, TimeProvider time, bool addGenerationPrompt)
    {
        var variables = Basics(turns, tools, addGenerationPrompt);
        var now = time.GetLocalNow();
        SayPreserved(variables, true);
        variables["enable_thinking"] = Value.Of(request.Thinking?.Enabled ?? ReplyFormat.Thinking is not null);
        variables["datetime"] = Value.Of(TimeFormat.Apply("%b %d %Y", now));
        variables["date_string"] = Value.Of(TimeFormat.Apply("%d %b %Y", now));
        if (request.Thinking is { } thinking) SayThinking(variables, thinking);
        if (request.Extra.TryGetValue("chat_template_kwargs", out var given) && given.ValueKind == JsonValueKind.Object)
        {
            if (given.TryGetProperty("preserve_reasoning", out var keep) && keep.ValueKind is JsonValueKind.True or JsonValueKind.False) SayPreserved(variables, keep.GetBoolean());
            foreach (var property in given.EnumerateObject()) variables[property.Name] = ValueJson.Read(property.Value);
        }
        return variables;
    }

    /// <summary>Earlier thinking stays in the prompt, so that what the model has already read can be used again.</summary>
    private static void SayPreserved(Map variables, bool keep)
    {
        variables["preserve_thinking"] = Value.Of(keep);
        variables["clear_thinking"] = variables["truncate_history_thinking"] = variables["drop_thinking"] = Value.Of(!keep);
    }

    private static void SayThinking(Map variables, Thinking thinking)
    {
        variables["thinking"] = Value.Of(thinking.Enabled);
        var effort = thinking.Enabled ? thinking.Effort : null;
        if (effort is not null) variables["reasoning_effort"] = variables["reasoning_strength"] = Value.Of(effort);
    }

    private Map Basics(List<Map> turns, in Value tools, bool addGenerationPrompt)
    {
        var variables = new Map(12)
        {
            ["messages"] = Value.Of(turns.ConvertAll(Value.Of)),
            ["bos_token"] = Value.Of(_bos),
            ["eos_token"] = Value.Of(_eos),
        };
        if (!tools.IsUndefined) variables["tools"] = tools;
        if (addGenerationPrompt) variables["add_generation_prompt"] = Value.True;
        return variables;
    }

    private string? TryRender(List<Map> turns, Value tools)
    {
        try
        {
            var variables = Basics(turns, tools, addGenerationPrompt: true);
            variables["enable_thinking"] = Value.True;
            return _template.Render(variables, TimeProvider.System);
        }
        catch (TemplateException)
        {
            return null;
        }
    }
}
