using Ziggie.Engine.Grammars;
using Ziggie.Engine.Replies.Calls;
using Ziggie.Wire;

namespace Ziggie.Engine.Replies.Grammar;

/// <summary>A grammar that keeps a model's tool calls well-formed.</summary>
/// <param name="Text">The grammar, in llama.cpp's notation.</param>
/// <param name="IsLazy">It sleeps until a trigger; else it holds from the start, and a call must come.</param>
/// <param name="Triggers">What wakes it; empty where it does not sleep.</param>
public sealed record ToolGrammar(string Text, bool IsLazy, IReadOnlyList<GrammarTrigger> Triggers)
{
    /// <summary>The grammar for a request's tools; null where none may be called.</summary>
    /// <param name="start">Where the prompt leaves the model off.</param>
    /// <param name="parallel">Whether the model can make several calls at once, where the request does not say.</param>
    /// <exception cref="GrammarException">A strict tool's schema cannot be kept.</exception>
    public static ToolGrammar? For(ReplyFormat format, ModelRequest request, ReplyStart start, bool parallel = true)
    {
        ArgumentNullException.ThrowIfNull(format);
        ArgumentNullException.ThrowIfNull(request);
        var mode = request.ToolChoice?.Mode ?? ToolChoiceMode.Auto;
        var tools = mode == ToolChoiceMode.Named ? [.. request.Tools.Where(t => t.Name == request.ToolChoice!.Name)] : request.Tools;
        if (tools.Count == 0 || mode == ToolChoiceMode.None) return null;
        var rules = new CallRules(new GrammarBuilder(), tools, request.ParallelToolCalls ?? parallel);
        var isForced = mode is ToolChoiceMode.Required or ToolChoiceMode.Named;
        return format.Shape switch
        {
            ReplyShape.Channels => ChannelGrammar.Make(rules, isForced, start),
            ReplyShape.Recipients => RecipientGrammar.Make(rules, isForced),
            _ => format.Calls is [{ Grammar: not null } form, ..] ? Tagged(format, form, rules, isForced, start) : null,
        };
    }

    private static ToolGrammar Tagged(ReplyFormat format, CallForm form, CallRules rules, bool isForced, ReplyStart start)
    {
        var group = rules.Group(form);
        if (!isForced) return new ToolGrammar(rules.Build(group), true, form.IsBare ? [BareTrigger(form)] : [new GrammarTrigger(form.Start!, false)]);
        return new ToolGrammar(rules.Build($"{Thinking(format, rules, start)}{rules.Space} {group}"), false, []);
    }

    /// <summary>Thoughts may come first, and must end where the prompt has begun them.</summary>
    private static string Thinking(ReplyFormat format, CallRules rules, ReplyStart start)
    {
        if (format.Thinking is not { } tags) return "";
        var thoughts = rules.Until(tags.End);
        if (start == ReplyStart.Thinking) return $"{thoughts} ";
        return start == ReplyStart.Text ? "" : $"({rules.Space} {GrammarText.Literal(tags.Start)} {thoughts})? ";
    }

    private static GrammarTrigger BareTrigger(CallForm form) => new($@"^\s*(\{{\s*""{((JsonCallGrammar)form.Grammar!).NameKey}""\s*:\s*"")", true);
}
