using System.Text.Json;
using Ziggie.Engine.Grammars;
using Ziggie.Engine.Sampling;
using Ziggie.Wire;

namespace Ziggie.Engine.Answers;

/// <summary>What the answer may be made of: JSON, JSON by a schema, or a grammar of the caller's own.</summary>
internal static class OutputGrammar
{
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
}
