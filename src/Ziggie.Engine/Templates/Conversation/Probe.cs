using Ziggie.Engine.Templates.Jinja;
using Ziggie.Engine.Templates.Jinja.Values;

namespace Ziggie.Engine.Templates.Conversation;

/// <summary>Finds out what a template can say: small conversations with words that must come out again.</summary>
internal sealed class Probe(Func<List<Map>, Value, string?> render)
{
    private const string UserWord = "needle-of-user";
    private const string SystemWord = "needle-of-system";
    private const string ToolWord = "needle_of_tool";
    private const string KeyWord = "needle_of_key";
    private const string ValueWord = "needle-of-value";
    private const string ResultWord = "needle-of-result";
    private const string SecondWord = "needle-of-second";

    public TemplateAbilities Find(Template template)
    {
        var text = Shows(UserWord, [Turns.Plain("user", UserWord)]);
        var parts = render([Turns.Plain("user", Value.Of([Turns.TextPart(UserWord)]))], default);
        var onlyParts = !text && ShowsParts(parts);
        Map User(string words = UserWord) => Turns.Plain("user", onlyParts ? Value.Of([Turns.TextPart(words)]) : Value.Of(words));
        Map Assistant() => Turns.Plain("assistant", onlyParts ? Value.Of([Turns.TextPart("Good.")]) : Value.Of("Good."));
        Map System() => Turns.Plain("system", onlyParts ? Value.Of([Turns.TextPart(SystemWord)]) : Value.Of(SystemWord));

        var content = onlyParts ? Value.Of(new List<Value>()) : Value.Empty;
        var objects = WithCalls(User(), Assistant(), content, ObjectArguments(ValueWord), null);
        // Some show calls only in turns without any content.
        var wantsNone = !Has(objects, ValueWord) && Has(WithCalls(User(), Assistant(), Value.None, ObjectArguments(ValueWord), null), ValueWord);
        if (wantsNone)
        {
            content = Value.None;
            objects = WithCalls(User(), Assistant(), content, ObjectArguments(ValueWord), null);
        }
        var isObject = Has(objects, ValueWord) && !Has(objects, $"'{KeyWord}'");
        Value Arguments(string word) => isObject ? ObjectArguments(word) : Value.Of(ValueJson.Write(ObjectArguments(word), JsonStyle.Python));
        var calls = isObject ? objects : WithCalls(User(), Assistant(), content, Arguments(ValueWord), null);
        var tools = Has(render([User()], Tools()), ToolWord);
        return new TemplateAbilities
        {
            TextContent = text || !ShowsParts(parts),
            ContentParts = ShowsParts(parts),
            System = Shows(SystemWord, [System(), User()]),
            LateSystem = Shows(SystemWord, [User(), Assistant(), System(), User()]),
            Tools = tools,
            ToolCalls = Has(calls, ValueWord),
            ParallelToolCalls = Has(WithCalls(User(), Assistant(), content, Arguments(ValueWord), Arguments(SecondWord)), SecondWord),
            ToolResults = Has(calls, ResultWord),
            CallsWithoutContent = wantsNone,
            ObjectArguments = isObject,
            RepeatedRoles = Has(render([User("first-turn"), User()], default), "first-turn") && render([User(), Assistant(), Assistant(), User()], default) is not null,
            ThinkingSwitch = template.Mentions("enable_thinking") || template.Mentions("thinking") || template.Mentions("reasoning_effort"),
        };
    }

    private bool Shows(string word, List<Map> turns) => Has(render(turns, default), word);

    private static bool Has(string? text, string word) => text is not null && text.Contains(word, StringComparison.Ordinal);

    /// <summary>The words, and not a list written out.</summary>
    private static bool ShowsParts(string? text) => Has(text, UserWord) && !Has(text, "'type'") && !Has(text, "\"type\"");

    private string? WithCalls(Map user, Map assistant, in Value content, in Value arguments, Value? second)
    {
        var calls = new List<Value> { Value.Of(Turns.Call("call00001", ToolWord, arguments)) };
        if (second is { } other) calls.Add(Value.Of(Turns.Call("call00002", ToolWord, other)));
        var calling = Turns.Plain("assistant", content);
        calling["tool_calls"] = Value.Of(calls);
        return render([user, calling, Result("call00001", ResultWord), .. second is null ? [] : new[] { Result("call00002", "Done.") }, assistant, user], Tools());
    }

    private static Map Result(string id, string content)
    {
        var turn = Turns.Plain("tool", content);
        turn["name"] = Value.Of(ToolWord);
        turn["tool_call_id"] = Value.Of(id);
        return turn;
    }

    private static Value ObjectArguments(string word) => Value.Of(new Map { [KeyWord] = Value.Of(word) });

    private static Value Tools()
    {
        var property = Value.Of(new Map { ["type"] = Value.Of("string"), ["description"] = Value.Of("What to look for.") });
        var schema = new Map
        {
            ["type"] = Value.Of("object"),
            ["properties"] = Value.Of(new Map { ["what"] = property }),
            ["required"] = Value.Of([Value.Of("what")]),
        };
        return Value.Of([Value.Of(OfferedTools.One(ToolWord, "Looks something up.", Value.Of(schema)))]);
    }
}
