using System.Text;
using System.Text.Json;
using Ziggie.Engine.Replies;
using Ziggie.Engine.Replies.Grammar;
using Ziggie.Tests.Support;
using Ziggie.Tests.Wire;
using Ziggie.Wire;

namespace Ziggie.Tests.Engine.Replies;

/// <summary>Whatever a model writes under a grammar is a call to the parser.</summary>
public sealed class SampledCallTests
{
    private static readonly ModelRequest s_request = new()
    {
        Operation = Operation.Chat,
        ToolChoice = new ToolChoice(ToolChoiceMode.Required),
        Tools =
        [
            new("weather", "", JsonDocument.Parse("""{"type":"object","properties":{"city":{"type":"string"},"days":{"type":"integer"},"kind":{"enum":["a","b"]},"deep":{"type":"boolean"},"tags":{"type":"array","items":{"type":"string"}}},"required":["city","days"]}""").RootElement),
            new("search", "", null),
        ],
    };

    public static TheoryData<string> Families => [.. SpokenReplies.Templates.Keys];

    [Theory]
    [MemberData(nameof(Families))]
    public void What_is_written_by_chance_under_a_grammar_is_calls(string family)
    {
        var format = SpokenReplies.Format(family);
        var grammar = new GbnfMatcher(ToolGrammar.For(format, s_request, ReplyStart.Fresh)!.Text);
        var random = new Random(7);
        for (var i = 0; i < 60; i++)
        {
            var said = grammar.Sample(random);
            foreach (var isHeld in new[] { false, true })
            {
                var reply = new RecordedReply();
                var parser = new ReplyParser(format, s_request, ReplyStart.Fresh, isHeld, () => "id");
                foreach (var rune in said.EnumerateRunes()) parser.Text(Encoding.UTF8.GetBytes(rune.ToString()), reply);
                parser.End(reply);
                Assert.True(parser.HasCalls && !reply.Events.Any(e => e.StartsWith("text", StringComparison.Ordinal)), $"{said}\nmeans\n{reply}");
                foreach (var arguments in reply.Events.Where(e => e.StartsWith("arguments", StringComparison.Ordinal))) JsonDocument.Parse(arguments[arguments.IndexOf('{', StringComparison.Ordinal)..]).Dispose();
            }
        }
    }
}
