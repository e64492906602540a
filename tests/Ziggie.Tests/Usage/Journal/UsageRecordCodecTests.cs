using Ziggie.Usage;
using Ziggie.Usage.Journal;
using Ziggie.Wire;

namespace Ziggie.Tests.Usage.Journal;

public sealed class UsageRecordCodecTests
{
    private static UsageRecord Through(in UsageRecord record)
    {
        var buffer = new byte[JournalFrame.MaxSize - JournalFrame.HeaderSize];
        var size = UsageRecordCodec.Encode(record, buffer);
        Assert.True(UsageRecordCodec.TryDecode(buffer.AsSpan(0, size), new TextPool(), out var back));
        return back;
    }

    [Fact]
    public void Every_field_comes_back()
    {
        var record = Samples.Record() with
        {
            RequestedModel = "latest",
            Route = "alias",
            Status = 499,
            Error = "cancelled",
            Tokens = new TokenUsage(1, 2, 3, 4),
            Estimated = true,
            Streamed = false,
            QueueMicros = -1,
            FirstTokenMicros = 0,
            TotalMicros = long.MaxValue - 1,
            Client = "Ünïcode/✓",
            Address = "::1",
        };
        Assert.Equal(record, Through(record));
    }

    [Fact]
    public void Nothing_said_comes_back_as_nothing_said()
    {
        var record = Samples.Record() with { KeyId = null, Error = null, Client = null, Address = null, Tokens = new TokenUsage(), RequestedModel = "", Model = "", Backend = "", Route = "" };
        Assert.Equal(record, Through(record));
    }

    [Theory]
    [InlineData("x", 256)]
    [InlineData("€", 256)]
    [InlineData("😀", 256)]
    public void The_longest_texts_fit_and_are_cut(string piece, int kept)
    {
        var longest = string.Concat(Enumerable.Repeat(piece, 1_000));
        var record = Samples.Record() with
        {
            RequestId = longest,
            UserId = longest,
            KeyId = longest,
            Door = longest,
            RequestedModel = longest,
            Model = longest,
            Backend = longest,
            Route = longest,
            Error = longest,
            Client = longest,
            Address = longest,
            StartedAt = long.MaxValue,
            QueueMicros = long.MaxValue - 1,
            FirstTokenMicros = long.MaxValue - 1,
            TotalMicros = long.MaxValue - 1,
            Tokens = new TokenUsage(int.MaxValue, int.MaxValue, int.MaxValue, int.MaxValue),
        };
        Assert.Equal(longest[..kept], Through(record).Model);
    }

    [Fact]
    public void Text_that_a_database_would_refuse_is_mended()
    {
        var back = Through(Samples.Record() with { RequestedModel = "a\0b", Client = "half \ud83d" });
        Assert.Equal("a?b", back.RequestedModel);
        Assert.Equal("half \ufffd", back.Client);
    }

    [Fact]
    public void A_record_of_nulls_is_a_record()
    {
        var back = Through(default);
        Assert.Equal("", back.RequestId);
        Assert.Null(back.KeyId);
    }

    [Fact]
    public void A_cut_payload_is_no_record()
    {
        var buffer = new byte[JournalFrame.MaxSize];
        var size = UsageRecordCodec.Encode(Samples.Record(), buffer);
        for (var length = 0; length < size; length++) Assert.False(UsageRecordCodec.TryDecode(buffer.AsSpan(0, length), new TextPool(), out _));
    }
}
