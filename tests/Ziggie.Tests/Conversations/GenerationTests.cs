using System.Text;
using System.Text.Json.Nodes;
using Ziggie.Conversations;
using Ziggie.Feeds;
using Ziggie.Identity;
using Ziggie.Tests.Support;

namespace Ziggie.Tests.Conversations;

public sealed class GenerationTests : IDisposable
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);
    private readonly ManualTime _time = new();
    private readonly FeedHub _hub;
    private readonly Caller _ann = TestCallers.Make("member-ann");
    private readonly FeedWatch _watch;
    private readonly Generation _generation;

    public GenerationTests()
    {
        _hub = new FeedHub(_time, new FeedLimits { Waiting = 10_000 });
        _watch = _hub.Watch("conversation:c", _ann);
        _generation = new Generation(_ann, "c", "m", new ConversationNews(_hub), new ConversationLimits(), _time);
    }

    public void Dispose()
    {
        _generation.Dispose();
        _watch.Dispose();
    }

    [Fact]
    public void The_first_piece_is_told_at_once_and_the_rest_thirty_times_a_second()
    {
        Text("a");
        Assert.Equal(["a"], Deltas());
        for (var i = 0; i < 1000; i++)
        {
            Text("x");
            _time.Advance(Moment);
        }
        var deltas = Deltas();
        Assert.InRange(deltas.Count, 28, 32);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1000, deltas.Sum(d => d.Length) + Deltas().Sum(d => d.Length));
    }

    [Fact]
    public void The_last_piece_is_told_also_when_nothing_follows()
    {
        Text("a");
        Text("b");
        Assert.Equal(["a"], Deltas());
        _time.Advance(TimeSpan.FromMilliseconds(33));
        Assert.Equal(["b"], Deltas());
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.Empty(Deltas());
    }

    [Fact]
    public void Tokens_that_nobody_counted_are_not_said_to_be_none()
    {
        Text("a");
        Assert.Null(_generation.Ending(MessageStatus.Stopped, null, null, null).Usage);
    }

    [Fact]
    public void Much_text_is_not_held_back()
    {
        Text("a");
        Text(new string('x', 20_000));
        Assert.Equal([1, 20_000], Deltas().Select(d => d.Length));
    }

    [Fact]
    public void A_character_split_between_pieces_stays_whole()
    {
        foreach (var piece in Encoding.UTF8.GetBytes("é🌙\0").Chunk(1)) _generation.Text(piece);
        Assert.Equal("é🌙\uFFFD", _generation.CloseText().Text);
        Assert.Equal("é🌙\uFFFD", string.Concat(Deltas()));
    }

    [Fact]
    public void A_look_agrees_with_what_was_told()
    {
        var stored = new ConversationMessage { Id = "m", Role = MessageAuthor.Assistant, Content = "", Status = MessageStatus.Running, CreatedAt = default };
        Text("a");
        Text("b");
        var (message, asOf) = _generation.Overlay(stored);
        Assert.Equal(("a", 1L, _hub.LastId), (message.Content, message.Seq, asOf));
        _generation.CloseText();
        _generation.End(_generation.Ending(MessageStatus.Stopped, null, "b1", "m1"));
        (message, _) = _generation.Overlay(stored);
        Assert.Equal(("ab", MessageStatus.Stopped, "b1", "m1"), (message.Content, message.Status, message.Backend, message.Model));
    }

    [Fact]
    public void What_comes_after_the_end_is_dropped()
    {
        Text("a");
        _generation.Cancel(GenerationEnd.Stopped);
        _generation.Cancel(GenerationEnd.Revoked);
        Text("b");
        Assert.Equal("a", _generation.CloseText().Text);
        Text("c");
        _generation.End(_generation.Ending(MessageStatus.Stopped, null, null, null));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(["a"], Deltas());
        Assert.Equal(GenerationEnd.Stopped, _generation.CutOff);
    }

    private void Text(string text) => _generation.Text(Encoding.UTF8.GetBytes(text));

    private List<string> Deltas()
    {
        var deltas = new List<string>();
        while (_watch.TryTake(out var news))
        {
            if (news.Type == ConversationNews.DeltaType) deltas.Add((string)JsonNode.Parse(news.Data.Span)!["text"]!);
        }
        return deltas;
    }
}
