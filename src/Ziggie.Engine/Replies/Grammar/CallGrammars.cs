using System.Text.Json;
using Ziggie.Engine.Grammars;
using Ziggie.Engine.Replies.Calls;
using Ziggie.Wire;

namespace Ziggie.Engine.Replies.Grammar;

/// <summary>How a family's single call is written, as a rule.</summary>
internal abstract class CallGrammar
{
    public abstract string Call(ToolDefinition tool, CallRules rules);

    protected static string Quoted(string text) => GrammarText.Literal(JsonRules.Quote(text));
}

/// <summary>A JSON object with name and arguments.</summary>
/// <param name="hasNumber">It begins with the call's number.</param>
/// <param name="hasId">It ends with an id of nine letters and digits.</param>
internal sealed class JsonCallGrammar(string nameKey, string argumentsKey, bool hasNumber = false, bool hasId = false) : CallGrammar
{
    public string NameKey => nameKey;

    public override string Call(ToolDefinition tool, CallRules rules)
    {
        var comma = $"\",\" {rules.Space}";
        var number = hasNumber ? $"{Key("tool_call_id", rules)} \"\\\"\" [0-9]{{1,3}} \"\\\"\" {comma} " : "";
        var id = hasId ? $" {comma} {Key("id", rules)} \"\\\"\" [a-zA-Z0-9]{{9}} \"\\\"\"" : "";
        return $"\"{{\" {rules.Space} {number}{Key(nameKey, rules)} {Quoted(tool.Name)} {comma} {Key(argumentsKey, rules)} {rules.Arguments(tool)}{id} {rules.Space} \"}}\"";
    }

    private static string Key(string key, CallRules rules) => $"{Quoted(key)} \":\" {rules.Space}";
}

/// <summary>A JSON object with the tool's name as its only key.</summary>
internal sealed class KeyCallGrammar : CallGrammar
{
    public override string Call(ToolDefinition tool, CallRules rules) =>
        $"\"{{\" {rules.Space} {Quoted(tool.Name)} \":\" {rules.Space} {rules.Arguments(tool)} {rules.Space} \"}}\"";
}

/// <summary>The name and then JSON, with something before, between and after; the last three as they stand in a grammar.</summary>
internal sealed class NamedCallGrammar(string before, string between, string after = "\"\"") : CallGrammar
{
    public override string Call(ToolDefinition tool, CallRules rules) => $"{before} {GrammarText.Literal(tool.Name)} {between} {rules.Arguments(tool)} {after}";
}

/// <summary>Tags around each argument; those that must be there first, in their order.</summary>
internal sealed class TaggedCallGrammar(CallTags tags) : CallGrammar
{
    public override string Call(ToolDefinition tool, CallRules rules)
    {
        var name = GrammarText.Literal(tags.NameOpen + tool.Name + tags.NameClose);
        var close = tags.Close is null ? "" : $" {rules.Space} {GrammarText.Literal(tags.Close)}";
        var properties = Properties(tool);
        var required = properties.Where(p => p.IsRequired).Select(p => $"{rules.Space} {Argument(tool, p, rules)}");
        var optional = properties.Where(p => !p.IsRequired).Select(p => Argument(tool, p, rules)).ToList();
        var rest = optional.Count == 0 ? "" : $" {rules.Rules.Add("optional", $"{rules.Space} ({string.Join(" | ", optional)})")}{{0,{optional.Count}}}";
        return $"{name} {string.Join(" ", required)}{rest}{close}";
    }

    private string Argument(ToolDefinition tool, Property property, CallRules rules)
    {
        var isText = SchemaTypes.IsText(property.Schema);
        var attribute = tags.SaysType ? $" string=\"{(isText == false ? "false" : "true")}\"" : "";
        var key = tags.KeyOpen + property.Name + tags.KeyClose + attribute;
        var open = tags.ValueOpen.StartsWith('<') ? $"{GrammarText.Literal(key)} {rules.Space} {GrammarText.Literal(tags.ValueOpen)}" : GrammarText.Literal(key + tags.ValueOpen);
        var value = isText == false
            ? $"{rules.Space} {Value(property.Schema, rules)} {rules.Space} {GrammarText.Literal(tags.ValueClose)}"
            : rules.Until(tags.ValueClose);
        return rules.Rules.Add($"argument-{tool.Name}-{property.Name}", $"{open} {value}");
    }

    private static string Value(JsonElement schema, CallRules rules)
    {
        // References lead to other parts of the whole schema, which are not at hand here.
        if (schema.GetRawText().Contains("\"$ref\"", StringComparison.Ordinal)) return rules.Json.Value;
        try
        {
            return JsonSchemaGrammar.Rule(schema, rules.Rules);
        }
        catch (GrammarException)
        {
            return rules.Json.Value;
        }
    }

    private static List<Property> Properties(ToolDefinition tool)
    {
        if (tool.Parameters is not { ValueKind: JsonValueKind.Object } schema || !schema.TryGetProperty("properties", out var properties) || properties.ValueKind != JsonValueKind.Object) return [];
        var required = schema.TryGetProperty("required", out var names) && names.ValueKind == JsonValueKind.Array ? names.EnumerateArray().Select(n => n.ToString()).ToHashSet() : [];
        return [.. properties.EnumerateObject().Select(p => new Property(p.Name, p.Value, required.Contains(p.Name)))];
    }

    private readonly record struct Property(string Name, JsonElement Schema, bool IsRequired);
}

/// <summary>As Python writes calls, with values as JSON.</summary>
internal sealed class PythonCallGrammar : CallGrammar
{
    public override string Call(ToolDefinition tool, CallRules rules)
    {
        var key = rules.Rules.Add("key", "[a-zA-Z_] [a-zA-Z0-9_]{0,63}");
        var member = rules.Rules.Add("member", $"{key} \"=\" {rules.Json.Value}");
        var more = rules.Rules.Add("more-members", $"\",\" {rules.Space} {member}");
        return $"{GrammarText.Literal(tool.Name + "(")} {rules.Rules.Add("members", $"\"\" | {member} {more}*")} \")\"";
    }
}

/// <summary>Gemma's: keys without quotes, text between its own token.</summary>
internal sealed class BraceCallGrammar : CallGrammar
{
    public override string Call(ToolDefinition tool, CallRules rules)
    {
        var all = rules.Rules;
        var key = all.Add("key", "[^:{}\\x5B\\x5D,<\" \\n] [^:{}\\x5B\\x5D,<\"\\n]{0,63}");
        var quote = GrammarText.Literal("<|\"|>");
        var text = all.Add("quoted", $"{quote} {rules.Until("<|\"|>")}");
        var value = all.Reserve("brace-value");
        var member = all.Add("brace-member", $"{key} \":\" {value}");
        var map = all.Add("brace-map", $"\"{{\" ({member} (\",\" {member})*)? \"}}\"");
        var list = all.Add("brace-list", $"\"[\" ({value} (\",\" {value})*)? \"]\"");
        all.Define(value, $"{text} | {map} | {list} | {rules.Json.Number} | {rules.Json.Boolean} | {JsonRules.Null}");
        return $"{GrammarText.Literal($"call:{tool.Name}")} {map}";
    }
}
