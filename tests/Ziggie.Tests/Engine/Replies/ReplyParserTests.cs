using System.Text;
using Ziggie.Engine.Replies;
using Ziggie.Tests.Wire;
using Ziggie.Wire;

namespace Ziggie.Tests.Engine.Replies;

public sealed class ReplyParserTests
{
    public static TheoryData<string, bool, string, string> Replies
    {
        get
        {
            var data = new TheoryData<string, bool, string, string>();
            foreach (var (family, thinks, said, meant) in SpokenReplies.All()) data.Add(family, thinks, said, meant);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Replies))]
    public void A_reply_means_what_its_family_says(string family, bool thinks, string said, string meant) =>
        Assert.Equal(meant, Read(family, thinks, isHeld: false, [said]));

    [Theory]
    [MemberData(nameof(Replies))]
    public void However_a_reply_is_cut_it_means_the_same(string family, bool thinks, string said, string meant)
    {
        var characters = said.EnumerateRunes().Select(r => r.ToString()).ToList();
        Assert.Equal(meant, Read(family, thinks, isHeld: false, characters));
        for (var seed = 1; seed <= 20; seed++)
        {
            var random = new Random(seed);
            var pieces = new List<string>();
            for (var i = 0; i < characters.Count;)
            {
                var length = Math.Min(characters.Count - i, random.Next(1, 12));
                pieces.Add(string.Concat(characters.GetRange(i, length)));
                i += length;
            }
            Assert.Equal(meant, Read(family, thinks, isHeld: false, pieces));
        }
    }

    [Theory]
    [MemberData(nameof(Replies))]
    public void Nothing_said_is_lost_wherever_a_reply_ends(string family, bool thinks, string said, string meant)
    {
        _ = meant;
        var characters = said.EnumerateRunes().Select(r => r.ToString()).ToList();
        for (var length = 0; length < characters.Count; length++)
        {
            var cut = string.Concat(characters.GetRange(0, length));
            Assert.Equal(Read(family, thinks, isHeld: false, [cut]), Read(family, thinks, isHeld: false, characters.GetRange(0, length)));
        }
    }

    [Theory]
    [MemberData(nameof(Replies))]
    public void Calls_told_of_as_they_come_mean_the_same(string family, bool thinks, string said, string meant)
    {
        if (!meant.Contains("call 0", StringComparison.Ordinal)) return;
        Assert.Equal(meant, Read(family, thinks, isHeld: true, [said]));
        Assert.Equal(meant, Read(family, thinks, isHeld: true, said.EnumerateRunes().Select(r => r.ToString())));
    }

    [Fact]
    public void Arguments_come_as_they_are_said_where_a_grammar_holds_the_model()
    {
        var reply = new RecordedReply();
        var parser = new ReplyParser(SpokenReplies.Format("hermes"), SpokenReplies.Request, ReplyStart.Fresh, isHeldToForm: true, () => "x");
        Say(parser, reply, "<tool_call>\n{\"name\": \"weather\", \"arguments\": {\"city\": \"Zü");
        Assert.Equal("call 0 x weather\narguments 0 {\"city\": \"Zü", reply.ToString());
        Say(parser, reply, "rich\"}}\n</tool_call>");
        parser.End(reply);
        Assert.Equal("call 0 x weather\narguments 0 {\"city\": \"Zürich\"}", reply.ToString());
        Assert.True(parser.HasCalls);
    }

    [Fact]
    public void Without_a_grammar_a_call_is_told_of_when_it_is_whole()
    {
        var reply = new RecordedReply();
        var parser = new ReplyParser(SpokenReplies.Format("hermes"), SpokenReplies.Request, ReplyStart.Fresh, isHeldToForm: false, () => "x");
        Say(parser, reply, "<tool_call>\n{\"name\": \"weather\", \"arguments\": {\"city\": \"Zürich\"}");
        Assert.Equal("", reply.ToString());
        Say(parser, reply, "}");
        Assert.Equal("call 0 x weather\narguments 0 {\"city\": \"Zürich\"}", reply.ToString());
    }

    [Fact]
    public void Text_goes_on_as_it_comes()
    {
        var reply = new RecordedReply();
        var parser = new ReplyParser(SpokenReplies.Format("hermes"), SpokenReplies.Request, ReplyStart.Fresh, isHeldToForm: true);
        Say(parser, reply, "Hello <");
        Assert.Equal("text Hello", reply.ToString());
        Say(parser, reply, "b>");
        Assert.Equal("text Hello <b>", reply.ToString());
    }

    [Fact]
    public void Without_tools_tags_of_calls_are_text()
    {
        var reply = new RecordedReply();
        var parser = new ReplyParser(SpokenReplies.Format("hermes"), new ModelRequest { Operation = Operation.Chat }, ReplyStart.Fresh, isHeldToForm: false);
        Say(parser, reply, "<think>Hm.</think>\n<tool_call>{\"name\": \"weather\"}</tool_call>");
        parser.End(reply);
        Assert.Equal("thinking Hm.\ntext <tool_call>{\"name\": \"weather\"}</tool_call>", reply.ToString());
    }

    [Fact]
    public void A_long_run_of_broken_calls_is_read_in_reasonable_time()
    {
        var reply = new RecordedReply();
        var parser = new ReplyParser(SpokenReplies.Format("hermes"), SpokenReplies.Request, ReplyStart.Fresh, isHeldToForm: false);
        var broken = string.Concat(Enumerable.Repeat("<tool_call>{\"a\": \"", 5000));
        Say(parser, reply, broken);
        parser.End(reply);
        Assert.Equal("text " + broken, reply.ToString());
    }

    private static string Read(string family, bool thinks, bool isHeld, IEnumerable<string> pieces)
    {
        var reply = new RecordedReply();
        var ids = 0;
        var parser = new ReplyParser(SpokenReplies.Format(family), SpokenReplies.Request, thinks ? ReplyStart.Thinking : ReplyStart.Fresh, isHeld, () => $"id{++ids}");
        foreach (var piece in pieces) Say(parser, reply, piece);
        parser.End(reply);
        return string.Join('|', reply.Events);
    }

    private static void Say(ReplyParser parser, RecordedReply reply, string text) => parser.Text(Encoding.UTF8.GetBytes(text), reply);
}
