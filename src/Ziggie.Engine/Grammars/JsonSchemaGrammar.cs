using System.Text.Json;
using Ziggie.Engine.Grammars.Schemas;

namespace Ziggie.Engine.Grammars;

/// <summary>
/// Turns JSON Schema into a grammar for llama.cpp, so that whatever a model writes under it satisfies the schema. Where the schema leaves
/// room, the grammar may leave less: properties come in the order in which they are named; where some are named and nothing is said of
/// others there are no others; a schema without a type has the type that its keywords are about. What cannot be kept is refused with its
/// place. Notes such as <c>title</c>, unknown keywords and unknown formats bind nothing, as the standard says.
/// </summary>
public static class JsonSchemaGrammar
{
    /// <summary>Any JSON value.</summary>
    public static string AnyValue { get; } = Whole(rules => new JsonRules(rules).Value);

    /// <summary>Any JSON object.</summary>
    public static string AnyObject { get; } = Whole(rules => new JsonRules(rules).Object);

    /// <summary>The grammar of a schema.</summary>
    /// <exception cref="GrammarException">It contradicts itself, or says what a grammar cannot keep.</exception>
    public static string Convert(JsonElement schema) => Whole(rules => Rule(schema, rules));

    /// <summary>Adds the rules of a schema to others.</summary>
    /// <returns>The name of the rule that a value satisfies.</returns>
    /// <exception cref="GrammarException">It contradicts itself, or says what a grammar cannot keep.</exception>
    public static string Rule(JsonElement schema, GrammarBuilder rules)
    {
        var document = new SchemaDocument(schema);
        return new SchemaRules(rules, document).Root(document.Root);
    }

    private static string Whole(Func<GrammarBuilder, string> root)
    {
        var rules = new GrammarBuilder();
        return rules.Build(root(rules));
    }
}
