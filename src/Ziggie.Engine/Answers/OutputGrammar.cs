using System.Text.Json;
using Ziggie.Engine.Grammars;
using Ziggie.Engine.Replies;
using Ziggie.Engine.Replies.Grammar;
using Ziggie.Engine.Sampling;
using Ziggie.Engine.Templates;
using Ziggie.Wire;

namespace Ziggie.Engine.Answers;

/// <summary>What the answer may be made of: well-formed tool calls, JSON, JSON by a schema, or a grammar of the caller's own.</summary>
internal static class OutputGrammar
{
    /// <summary>Of a completion.</summary>
    /// <exception cref="WireException">No grammar can be made of it.</exception>
    public static SamplerOptions Apply(SamplerOptions sampling, ModelRequest asked)
    {
        if (asked.Output is null) return sampling;
        if (sampling.Grammar is not null) throw new WireException("grammar and response_format cannot both say what the answer is made of; leave one out.", "grammar");
        try
        {
            return sampling with { Grammar = asked.Output.Schema is { ValueKind: not JsonValueKind.Undefined } schema ? JsonSchemaGrammar.Convert(schema) : JsonSchemaGrammar.AnyObject };
        }
        catch (GrammarException e)
        {
            throw new WireException($"The schema of the answer cannot be kept: {e.Message}", "response_format");
        }
    }

    /// <summary>Thoughts that the prompt has begun are free; what follows their end is not.</summary>
    private static SamplerOptions AfterThoughts(SamplerOptions held, string end) => held with
    {
        Grammar = $"root ::= {GrammarText.Literal(end)} [ \\t\\n]* answer\n{held.Grammar!.Replace("root ::=", "answer ::=", StringComparison.Ordinal)}",
        GrammarTriggers = [new GrammarTrigger(end, false)],
    };

    /// <summary>Of a chat, where tools may be called in the way of the model's family.</summary>
    /// <exception cref="WireException">No grammar can be made of it.</exception>
    public static SamplerOptions Apply(SamplerOptions sampling, ModelRequest asked, ChatTemplate template, ReplyStart start)
    {
        var format = template.ReplyFormat;
        if (asked.Output is not null || sampling.Grammar is not null)
        {
            var held = Apply(sampling, asked);
            return asked.Output is not null && start == ReplyStart.Thinking && format.Thinking is { } tags ? AfterThoughts(held, tags.End) : held;
        }
        try
        {
            return ToolGrammar.For(format, asked, start, template.Abilities.ParallelToolCalls) is { } calls ? sampling with { Grammar = calls.Text, GrammarTriggers = calls.Triggers } : sampling;
        }
        catch (GrammarException e)
        {
            throw new WireException($"The schema of a tool cannot be kept: {e.Message}", "tools");
        }
    }
}
