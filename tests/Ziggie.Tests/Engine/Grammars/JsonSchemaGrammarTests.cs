using System.Text.Json;
using Ziggie.Engine.Grammars;
using Ziggie.Tests.Support;

namespace Ziggie.Tests.Engine.Grammars;

/// <summary>Schemas, and which values their grammars let through.</summary>
public sealed class JsonSchemaGrammarTests
{
    /// <summary>Schema; values that are let through; values that are not. Values are divided by bars.</summary>
    public static TheoryData<string, string, string> Schemas => new()
    {
        { "true", "1|\"a\"|[]|{}|null|true|-0.5e3|{\"a\": [1, {\"b\":null}]}|{\n  \"a\": 1\n}", "|tru|{a:1}|[1,]|01|\"\n\"|\"\\ud800\"|{\"a\" 1}" },
        { "{}", "1|{\"a\":[]}", "x" },
        { "{'title':'T','description':'d','x-more':1}", "1|[]", "x" },
        { "{'type':'null'}", "null", "0|\"null\"" },
        { "{'type':'boolean'}", "true|false", "True|1" },
        { "{'type':'string'}", "\"\"|\"a b\"|\"\\n\\u00e9\"|\"\\ud83d\\ude00\"|\"😀\"", "a|\"\t\"|\"a|\"\\x\"" },
        { "{'type':'integer'}", "0|-7|123456789012345678", "1.0|1e3|01|+1|--1|1234567890123456789" },
        { "{'type':'number'}", "0|-7|1.25|1e10|2.5E-7", ".5|1.|1e|NaN|Infinity" },
        { "{'type':['string','null']}", "\"a\"|null", "1" },
        { "{'type':'string','nullable':true}", "\"a\"|null", "1" },
        { "{'enum':['a','b',1,null,true]}", "\"a\"|\"b\"|1|null|true", "\"c\"|2|false" },
        { "{'type':'string','enum':['a',1,null]}", "\"a\"", "1|null" },
        { "{'const':{'a':[1,'x\\\"y']}}", "{\"a\":[1,\"x\\\"y\"]}|{\"a\": [1, \"x\\\"y\"]}", "{\"a\":[1]}|{}" },
        { "{'enum':[1,5,10],'minimum':2,'maximum':9}", "5", "1|10" },

        { "{'type':'object','properties':{'a':{'type':'integer'},'b':{'type':'string'}},'required':['a','b']}", "{\"a\":1,\"b\":\"x\"}|{\"a\": 1, \"b\": \"x\"}|{\n  \"a\": 1,\n  \"b\": \"x\"\n}", "{}|{\"a\":1}|{\"b\":\"x\",\"a\":1}|{\"a\":1,\"b\":\"x\",\"c\":1}|{\"a\":1 ,\"b\":\"x\"}|{\"a\":\"1\",\"b\":\"x\"}" },
        { "{'type':'object','properties':{'a':{'type':'integer'},'b':{'type':'integer'},'c':{'type':'integer'}},'required':['b']}", "{\"b\":1}|{\"a\":1,\"b\":1}|{\"b\":1,\"c\":1}|{\"a\":1,\"b\":1,\"c\":1}", "{}|{\"a\":1}|{\"a\":1,\"c\":1}|{,\"b\":1}" },
        { "{'properties':{'a':{},'b':{}}}", "{}|{\"a\":1}|{\"b\":1}|{\"a\":1,\"b\":2}", "{\"c\":1}|{\"b\":1,\"a\":1}|1" },
        { "{'type':'object'}", "{}|{\"x\":1}|{\"x\":1,\"y\":{}}", "[]|{\"x\"}" },
        { "{'type':'object','properties':{'ab':{'type':'integer'}},'additionalProperties':{'type':'boolean'}}", "{}|{\"ab\":1}|{\"ab\":1,\"x\":true}|{\"a\":true,\"abc\":false,\"\":true}|{\"b\":true}", "{\"ab\":true}|{\"x\":1}|{\"x\":true,\"ab\":1}|{\"\\u0061b\":true}" },
        { "{'type':'object','properties':{'a':true},'required':['a'],'additionalProperties':true}", "{\"a\":1}|{\"a\":1,\"b\":2,\"c\":3}", "{}|{\"b\":2}" },
        { "{'type':'object','additionalProperties':{'type':'integer'}}", "{}|{\"a\":1,\"b\":2}", "{\"a\":\"1\"}" },
        { "{'type':'object','additionalProperties':false}", "{}|{ }", "{\"a\":1}" },
        { "{'required':['a']}", "{\"a\":1}|{\"a\":1,\"b\":2}", "{}|{\"b\":1}" },
        { "{'type':'object','properties':{'a':false,'b':true}}", "{}|{\"b\":1}", "{\"a\":1}" },
        { "{'type':'object','properties':{'a b/c~\\\"':{'const':1}},'required':['a b/c~\\\"']}", "{\"a b/c~\\\"\":1}", "{}" },
        { "{'type':'object','minProperties':1,'maxProperties':2,'additionalProperties':{'const':1}}", "{\"a\":1}|{\"a\":1,\"b\":1}", "{}|{\"a\":1,\"b\":1,\"c\":1}" },
        { "{'properties':{'a':{'const':1},'b':{'const':1}},'minProperties':1}", "{\"a\":1}|{\"b\":1}|{\"a\":1,\"b\":1}", "{}" },
        { "{'type':'object','patternProperties':{'^x-[a-z]+$':{'type':'integer'}}}", "{}|{\"x-a\":1}|{\"x-a\":1,\"x-bc\":2}", "{\"y\":1}|{\"x-\":1}|{\"x-a\":\"1\"}" },
        { "{'type':'object','propertyNames':{'enum':['a','b']},'additionalProperties':{'type':'integer'}}", "{}|{\"a\":1}|{\"b\":1,\"a\":2}", "{\"c\":1}" },

        { "{'type':'array'}", "[]|[1,\"a\",[]]|[ 1, 2 ]", "[1,]|[,1]|{}" },
        { "{'type':'array','items':{'type':'integer'},'minItems':1,'maxItems':3}", "[1]|[1,2,3]", "[]|[1,2,3,4]|[\"a\"]" },
        { "{'type':'array','items':{'type':'integer'},'minItems':2}", "[1,2]|[1,2,3,4]", "[1]|[]" },
        { "{'type':'array','maxItems':0}", "[]|[ ]", "[1]" },
        { "{'items':false}", "[]", "[1]" },
        { "{'prefixItems':[{'type':'integer'},{'type':'string'}],'minItems':1}", "[1]|[1,\"a\"]", "[]|[\"a\"]|[1,\"a\",2]" },
        { "{'prefixItems':[{'type':'integer'},{'type':'string'}],'items':{'type':'null'}}", "[]|[1]|[1,\"a\"]|[1,\"a\",null,null]", "[1,\"a\",2]|[1,null]" },
        { "{'items':[{'type':'integer'}],'additionalItems':{'type':'string'}}", "[]|[1]|[1,\"a\",\"b\"]", "[\"a\"]|[1,2]" },
        { "{'prefixItems':[{'type':'integer'},false]}", "[]|[1]", "[1,1]" },

        { "{'type':'string','minLength':2,'maxLength':3}", "\"ab\"|\"abc\"|\"😀é\"|\"\\n\\n\"|\"\\ud83d\\ude00a\"", "\"a\"|\"abcd\"|\"\"|\"\\ud83d\\ude00\"" },
        { "{'type':'string','maxLength':0}", "\"\"", "\"a\"" },
        { "{'pattern':'^[a-z]+-\\\\d{2,3}$'}", "\"ab-12\"|\"a-123\"", "\"ab-1\"|\"-12\"|\"Ab-12\"|\"ab-1234\"" },
        { "{'pattern':'ab'}", "\"ab\"|\"xxabyy\"|\"a ab\"", "\"a b\"|\"\"" },
        { "{'pattern':'^(yes|no|(may)?be)$'}", "\"yes\"|\"no\"|\"maybe\"|\"be\"", "\"may\"|\"yesno\"" },
        { "{'pattern':'^a.c$'}", "\"abc\"|\"a\\\"c\"|\"a\\\\c\"", "\"ac\"|\"a\\nc\"|\"a\"c\"" },
        { "{'pattern':'^[^a\\\"]$'}", "\"b\"|\"\\\\\"|\"\\n\"", "\"a\"|\"\\\"\"" },
        { "{'pattern':'^(a*)*b$'}", "\"b\"|\"aab\"", "\"ba\"" },
        { "{'pattern':'^[a-z_][a-z0-9_]*$','maxLength':4,'minLength':2}", "\"ab\"|\"a_9z\"", "\"a\"|\"abcde\"|\"9a\"" },
        { "{'pattern':'^\\\\u00e9[\\\\x41-\\\\u{5a}]$'}", "\"éA\"|\"éZ\"", "\"eA\"|\"éa\"" },
        { "{'type':'string','format':'date'}", "\"2024-02-29\"|\"1999-12-31\"", "\"2024-02-30\"|\"2024-13-01\"|\"24-01-01\"|\"2024-04-31\"" },
        { "{'type':'string','format':'date-time'}", "\"2024-02-29T23:59:59Z\"|\"2024-01-01T00:00:00.123+01:00\"", "\"2024-01-01\"|\"2024-01-01T24:00:00Z\"|\"2024-01-01 00:00:00Z\"" },
        { "{'type':'string','format':'time'}", "\"12:30:00Z\"", "\"12:60:00Z\"" },
        { "{'type':'string','format':'uuid'}", "\"123e4567-e89b-12d3-a456-426614174000\"", "\"123e4567\"" },
        { "{'type':'string','format':'email'}", "\"a.b+c@x-y.example.org\"", "\"a\"|\"a@b\"|\"a b@c.de\"|\"@c.de\"" },
        { "{'type':'string','format':'ipv4'}", "\"192.168.0.255\"", "\"192.168.0.256\"|\"1.2.3\"" },
        { "{'type':'string','format':'duration'}", "\"P1Y2M3D\"|\"PT5M\"|\"P2W\"", "\"P\"|\"5M\"|\"PT\"" },
        { "{'type':'string','format':'something-own'}", "\"x\"", "1" },

        { "{'type':'integer','minimum':0,'maximum':10}", "0|7|10", "-1|11|00|1.5" },
        { "{'type':'integer','minimum':-12,'maximum':105}", "-12|-9|-1|0|5|99|100|105", "-13|-20|106|200|1000" },
        { "{'type':'integer','exclusiveMinimum':3,'exclusiveMaximum':6}", "4|5", "3|6" },
        { "{'type':'integer','minimum':1.5,'maximum':2.5}", "2", "1|3" },
        { "{'type':'integer','maximum':-5}", "-5|-10|-999", "-4|0|5" },
        { "{'type':'integer','minimum':18}", "18|19|20|99|100|123456", "17|9|0|-18" },
        { "{'type':'integer','minimum':1234,'maximum':5678}", "1234|1299|1999|2000|5000|5599|5678", "1233|5679|999|10000" },
        { "{'type':'integer','minimum':0,'exclusiveMinimum':true}", "1", "0" },
        { "{'type':'number','minimum':0}", "0|0.5|12.25|0.0", "-0.1|-1" },
        { "{'type':'number','exclusiveMinimum':0,'maximum':1}", "0.001|0.5|1|1.0", "0|0.0|1.01|-0.5|2" },
        { "{'type':'number','minimum':-1.5,'maximum':2.25}", "-1.5|-1.49|-0.1|0|2|2.25|2.2|1.999", "-1.51|-2|2.26|2.3|3" },
        { "{'type':'number','minimum':1.25,'maximum':1.75}", "1.25|1.3|1.7|1.75|1.749", "1|1.2|1.24|1.76|1.8|2" },
        { "{'type':'number','exclusiveMinimum':1.25,'exclusiveMaximum':1.26}", "1.251|1.2500001|1.259", "1.25|1.26|1.3" },
        { "{'type':'number','maximum':0}", "0|-3|-0.5", "0.1|1" },
        { "{'type':'number','multipleOf':0.01}", "1|1.5|-1.25", "1.255|1e2" },
        { "{'type':'integer','multipleOf':10,'minimum':-25,'maximum':40}", "-20|-10|0|10|40", "-30|5|50" },
        { "{'type':'integer','multipleOf':5,'minimum':0,'maximum':22}", "0|5|10|20", "25|3" },
        { "{'type':'number','multipleOf':0.25,'minimum':0,'maximum':1}", "0|0.25|0.5|0.75|1", "0.1|1.25" },
        { "{'type':'integer','minimum':-9223372036854775808,'maximum':9223372036854775807}", "1|-1", "x" },

        { "{'anyOf':[{'type':'integer'},{'type':'string'}]}", "1|\"a\"", "1.5|null" },
        { "{'anyOf':[{'type':'object','properties':{'a':{'const':1}},'required':['a']},{'type':'array','items':{'const':2}}]}", "{\"a\":1}|[2,2]", "{}|[1]" },
        { "{'type':'object','properties':{'a':{'type':'integer'},'b':{'type':'integer'}},'anyOf':[{'required':['a']},{'required':['b']}]}", "{\"a\":1}|{\"b\":1}|{\"a\":1,\"b\":1}", "{}" },
        { "{'type':'string','anyOf':[{'type':'integer'},{'maxLength':1}]}", "\"a\"", "1|\"ab\"" },
        { "{'oneOf':[{'type':'integer'},{'type':'string'},{'type':'null'}]}", "1|\"a\"|null", "true" },
        { "{'oneOf':[{'properties':{'k':{'const':'a'},'x':{'type':'integer'}},'required':['k']},{'properties':{'k':{'const':'b'}},'required':['k']}]}", "{\"k\":\"a\",\"x\":1}|{\"k\":\"b\"}", "{\"k\":\"b\",\"x\":1}|{\"k\":\"c\"}" },
        { "{'oneOf':[{'type':'integer','maximum':0},{'type':'integer','minimum':10}]}", "0|-5|10", "5" },
        { "{'oneOf':[{'const':'a'},{'const':'b'}]}", "\"a\"|\"b\"", "\"c\"" },
        { "{'allOf':[{'type':'object','properties':{'a':{'type':'integer'}},'required':['a']},{'properties':{'b':{'type':'string'}},'required':['b']}]}", "{\"a\":1,\"b\":\"x\"}", "{\"a\":1}|{\"b\":\"x\"}" },
        { "{'allOf':[{'type':['integer','string']},{'type':['string','null']}],'maxLength':1}", "\"a\"", "1|null|\"ab\"" },
        { "{'allOf':[{'properties':{'a':{'minimum':1}}},{'properties':{'a':{'type':'integer','maximum':2}}}],'required':['a']}", "{\"a\":1}|{\"a\":2}", "{\"a\":0}|{\"a\":3}|{}" },
        { "{'allOf':[{'enum':['a','b']},{'enum':['b','c']}]}", "\"b\"", "\"a\"|\"c\"" },

        { "{'$ref':'#/$defs/n','$defs':{'n':{'type':'integer'}}}", "1", "\"a\"" },
        { "{'properties':{'a':{'$ref':'#/definitions/x~1y%20z'}},'definitions':{'x/y z':{'const':1}}}", "{\"a\":1}", "{\"a\":2}" },
        { "{'$id':'https://example.org/s','$ref':'https://example.org/s#/$defs/n','$defs':{'n':{'const':1}}}", "1", "2" },
        { "{'type':'object','properties':{'v':{'type':'integer'},'next':{'anyOf':[{'$ref':'#'},{'type':'null'}]}},'required':['v','next'],'additionalProperties':false}", "{\"v\":1,\"next\":null}|{\"v\":1,\"next\":{\"v\":2,\"next\":null}}", "{\"v\":1}|{\"v\":1,\"next\":{\"v\":2}}" },
        { "{'$ref':'#/$defs/tree','$defs':{'tree':{'type':'array','items':{'$ref':'#/$defs/tree'}}}}", "[]|[[],[[]]]", "[1]" },
        { "{'$defs':{'a':{'anyOf':[{'$ref':'#/$defs/a'},{'type':'integer'}]}},'$ref':'#/$defs/a'}", "1", "\"a\"" },
        { "{'$ref':'#/$defs/n','maximum':5,'$defs':{'n':{'type':'integer'}}}", "5", "6" },
        { "{'type':'object','properties':{'a':{'$ref':'#/$defs/bad'},'b':{'type':'integer'}},'$defs':{'bad':{'type':'object','properties':{'self':{'$ref':'#/$defs/bad'},'no':{'type':'integer','minimum':2,'maximum':1}},'required':['no']}}}", "{}|{\"b\":1}", "{\"a\":{}}" },
    };

    [Theory]
    [MemberData(nameof(Schemas))]
    public void What_satisfies_is_let_through_and_nothing_else(string schema, string good, string bad)
    {
        var grammar = JsonSchemaGrammar.Convert(Parse(schema));
        var matcher = new GbnfMatcher(grammar);

        foreach (var text in good.Split('|')) Assert.True(matcher.Matches(text), $"{text} is not let through by:\n{grammar}");
        foreach (var text in bad.Split('|')) Assert.False(matcher.Matches(text), $"{text} is let through by:\n{grammar}");
    }

    /// <summary>Schema; the place that the message begins with; a part of the rest.</summary>
    public static TheoryData<string, string, string> Refused => new()
    {
        { "1", "#", "must be a schema" },
        { "false", "#", "Nothing can satisfy" },
        { "{'type':'strin'}", "#/type", "is no type" },
        { "{'type':[]}", "#", "no type is left" },
        { "{'allOf':[{'type':'string'},{'type':'integer'}]}", "#", "at #/allOf/0, no type is left of those at #/allOf/0/type and #/allOf/1/type" },
        { "{'type':'integer','minimum':5,'maximum':4}", "#", "bounds leave no number" },
        { "{'type':'string','minLength':5,'maxLength':4}", "#", "leave no string" },
        { "{'type':'array','minItems':3,'prefixItems':[{},{}],'items':false}", "#", "minItems asks for more" },
        { "{'type':'object','properties':{'a':false},'required':['a']}", "#", "the required property \"a\" cannot have a value" },
        { "{'type':'object','required':['a'],'additionalProperties':false}", "#", "the required property \"a\"" },
        { "{'enum':[]}", "#/enum", "at least one value" },
        { "{'type':'integer','enum':['a']}", "#", "none of the values" },
        { "{'properties':{'a':{'not':{}}}}", "#/properties/a/not", "cannot be kept" },
        { "{'if':{},'then':{}}", "#/if", "anyOf" },
        { "{'items':{'contains':{}}}", "#/items/contains", "cannot be kept" },
        { "{'type':'array','uniqueItems':true}", "#/uniqueItems", "Leave it out" },
        { "{'dependentRequired':{'a':['b']}}", "#/dependentRequired", "anyOf" },
        { "{'$ref':'#/$defs/none'}", "#/$ref", "names nothing: there is no \"$defs\" in #" },
        { "{'$ref':'other.json#/x'}", "#/$ref", "only places in this schema" },
        { "{'$ref':'#'}", "#", "refers to itself" },
        { "{'allOf':[{'$ref':'#'}]}", "#", "refers to itself" },
        { "{'$defs':{'a':{'anyOf':[{'$ref':'#/$defs/b'},{'const':1}]},'b':{'anyOf':[{'$ref':'#/$defs/a'},{'const':2}]}},'$ref':'#/$defs/a'}", "#/$defs", "comes back to itself" },
        { "{'type':'object','properties':{'a':{'$ref':'#'}},'required':['a']}", "#", "without end" },
        { "{'type':'object','properties':{'x':{'type':'array','minItems':1,'items':{'$ref':'#/properties/x'}}}}", "#/properties/x", "without end" },
        { "{'oneOf':[{'type':'integer'},{'type':'number'}]}", "#/oneOf", "0 and 1 may both hold" },
        { "{'oneOf':[{'properties':{'a':{}}},{'properties':{'a':{}}}]}", "#/oneOf", "anyOf" },
        { "{'pattern':'^(a'}", "#/pattern", "a ( has no ) (character 4 of \"^(a\")" },
        { "{'pattern':'a(?=b)'}", "#/pattern", "look-ahead" },
        { "{'pattern':'(a)\\\\1'}", "#/pattern", "back references" },
        { "{'pattern':'\\\\bword'}", "#/pattern", "word borders" },
        { "{'pattern':'\\\\p{L}'}", "#/pattern", "Unicode properties" },
        { "{'pattern':'(^a|b$)'}", "#/pattern", "anchor" },
        { "{'pattern':'a**'}", "#/pattern", "repetition is repeated" },
        { "{'pattern':'[z-a]'}", "#/pattern", "range" },
        { "{'pattern':'a','allOf':[{'pattern':'b'}]}", "#/pattern", "one pattern for both" },
        { "{'pattern':'a','maxLength':3}", "#/pattern", "say the length in the pattern" },
        { "{'type':'integer','multipleOf':7}", "#/multipleOf", "Give both" },
        { "{'minLength':-1}", "#/minLength", "whole number from 0" },
        { "{'minimum':'1'}", "#/minimum", "must be a number" },
        { "{'minimum':1e999}", "#/minimum", "too large" },
        { "{'properties':[]}", "#/properties", "by name" },
        { "{'anyOf':[]}", "#/anyOf", "at least one" },
        { "{'anyOf':{}}", "#/anyOf", "must be a list" },
        { "{'required':[1]}", "#/required", "list of names" },
        { "{'properties':{'a':{}},'maxProperties':0}", "#/maxProperties", "Leave it out" },
        { "{'properties':{'a':{'items':{'properties':{'b':{'type':'x'}}}}}}", "#/properties/a/items/properties/b/type", "is no type" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_cannot_be_kept_is_refused_with_its_place(string schema, string place, string part)
    {
        var e = Assert.Throws<GrammarException>(() => JsonSchemaGrammar.Convert(Parse(schema)));

        Assert.StartsWith(place, e.Path, StringComparison.Ordinal);
        Assert.StartsWith($"{e.Path}: ", e.Message, StringComparison.Ordinal);
        Assert.Contains(part, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2000, 2001)]
    [InlineData(2345, 2346)]
    [InlineData(12_000, 12_001)]
    public void Long_texts_are_counted_exactly(int allowed, int refused)
    {
        var matcher = new GbnfMatcher(JsonSchemaGrammar.Convert(Parse($"{{'type':'string','minLength':{allowed / 2},'maxLength':{allowed}}}")));

        foreach (var length in (int[])[allowed / 2, (allowed / 2) + 1, allowed - 999, allowed - 1, allowed]) Assert.True(matcher.Matches(Text(length)), $"{length}");
        Assert.False(matcher.Matches(Text(refused)));
        Assert.False(matcher.Matches(Text((allowed / 2) - 1)));

        static string Text(int length) => $"\"{new string('a', length)}\"";
    }

    [Theory]
    [InlineData("{'maxLength':2147483647}")]
    [InlineData("{'type':'array','maxItems':4611686018427387}")]
    [InlineData("{'pattern':'^[a-z]{0,100000}$'}")]
    public void Bounds_that_nobody_reaches_make_no_large_grammar(string schema) => Assert.InRange(JsonSchemaGrammar.Convert(Parse(schema)).Length, 10, 5000);

    [Fact]
    public void Hostile_schemas_are_refused_in_time()
    {
        var many = string.Join(',', Enumerable.Range(0, 30).Select(i => $"{{'anyOf':[{{'required':['a{i}']}},{{'required':['b{i}']}}]}}"));
        Assert.Contains("combinations", Refusal($"{{'allOf':[{many}]}}"), StringComparison.Ordinal);
        var wide = string.Join(',', Enumerable.Range(0, 30_000).Select(i => $"'p{i}':{{}}"));
        Assert.Contains("grows beyond", Refusal($"{{'properties':{{{wide}}}}}"), StringComparison.Ordinal);
        var branches = string.Join(',', Enumerable.Range(0, 300).Select(i => $"{{'const':{i}}}"));
        Assert.Contains("more than 200 branches", Refusal($"{{'oneOf':[{branches}]}}"), StringComparison.Ordinal);
        Assert.Contains("nested more than 50", Refusal($"{{'pattern':'{new string('(', 100)}{new string(')', 100)}'}}"), StringComparison.Ordinal);

        static string Refusal(string schema) => Assert.Throws<GrammarException>(() => JsonSchemaGrammar.Convert(Parse(schema))).Message;
    }

    [Fact]
    public void Rules_can_stand_inside_another_grammar()
    {
        var rules = new GrammarBuilder();
        var one = JsonSchemaGrammar.Rule(Parse("{'type':'object','properties':{'a':{'type':'integer'}},'required':['a']}"), rules);
        var two = JsonSchemaGrammar.Rule(Parse("{'type':'object','properties':{'a':{'type':'string'}},'required':['a']}"), rules);
        var call = rules.Add("call", $"{GrammarText.Literal("<one>")} {one} | {GrammarText.Literal("<two>")} {two}");

        var matcher = new GbnfMatcher(rules.Build(call));

        Assert.True(matcher.Matches("<one>{\"a\":1}"));
        Assert.True(matcher.Matches("<two>{\"a\":\"x\"}"));
        Assert.False(matcher.Matches("<one>{\"a\":\"x\"}"));
    }

    [Fact]
    public void Any_json_is_let_through_as_value_or_object()
    {
        Assert.True(new GbnfMatcher(JsonSchemaGrammar.AnyValue).Matches("[1, {\"a\": \"\\n\"}]"));
        Assert.True(new GbnfMatcher(JsonSchemaGrammar.AnyObject).Matches("{\"a\": [true, null]}"));
        Assert.False(new GbnfMatcher(JsonSchemaGrammar.AnyObject).Matches("[]"));
    }

    private static JsonElement Parse(string schema)
    {
        using var document = JsonDocument.Parse(schema.Replace('\'', '"'));
        return document.RootElement.Clone();
    }
}
