using System.Buffers;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Ziggie.Engine.Answers;

namespace Ziggie.Tests.Engine.Answers;

public sealed class GateTests
{
    [Theory]
    [InlineData("plain")]
    [InlineData("naïve café — 東京 🦊🏳️‍🌈")]
    [InlineData("")]
    public void Characters_come_whole_wherever_tokens_cut_them(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        for (var size = 1; size <= 7; size++)
        {
            var gate = new Utf8Gate();
            var all = new ArrayBufferWriter<byte>();
            foreach (var piece in bytes.Chunk(size))
            {
                var passed = new ArrayBufferWriter<byte>();
                gate.Take(piece, passed);
                // Each piece that is let through is text by itself.
                new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(passed.WrittenSpan);
                all.Write(passed.WrittenSpan);
            }
            gate.End(all);
            Assert.Equal(text, Encoding.UTF8.GetString(all.WrittenSpan));
        }
    }

    [Fact]
    public void What_is_no_text_becomes_what_the_runtime_makes_of_it() => Prop.ForAll<byte[]>(bytes =>
    {
        var gate = new Utf8Gate();
        var all = new ArrayBufferWriter<byte>();
        foreach (var piece in bytes.Chunk(3)) gate.Take(piece, all);
        gate.End(all);
        return Encoding.UTF8.GetString(all.WrittenSpan) == Encoding.UTF8.GetString(bytes);
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("Hello. User: and more", "User:", "Hello. ", true)]
    [InlineData("no stop here", "User:", "no stop here", false)]
    [InlineData("ends like a stop: Use", "User:", "ends like a stop: Use", false)]
    [InlineData("aaab", "aab", "a", true)]
    [InlineData("xx\n\nyy", "\n\n", "xx", true)]
    [InlineData("stop", "stop", "", true)]
    public void Text_ends_before_the_first_stop_wherever_tokens_cut_it(string text, string stop, string expected, bool met)
    {
        for (var size = 1; size <= text.Length; size++)
        {
            var gate = new StopGate([stop, "never this"]);
            var passed = new ArrayBufferWriter<byte>();
            var goesOn = true;
            foreach (var piece in Encoding.UTF8.GetBytes(text).Chunk(size)) goesOn = gate.Take(piece, passed) && goesOn;
            gate.End(passed);
            Assert.Equal((expected, met, met ? stop : null), (Encoding.UTF8.GetString(passed.WrittenSpan), !goesOn, gate.Met));
        }
    }

    [Fact]
    public void The_earliest_of_several_stops_counts()
    {
        var gate = new StopGate(["late", "b"]);
        var passed = new ArrayBufferWriter<byte>();
        Assert.False(gate.Take("abc late"u8, passed));
        Assert.Equal(("a", "b"), (Encoding.UTF8.GetString(passed.WrittenSpan), gate.Met));
    }

    [Fact]
    public void Only_what_may_begin_a_stop_is_held_back()
    {
        var gate = new StopGate(["END"]);
        var passed = new ArrayBufferWriter<byte>();
        gate.Take("some text E"u8, passed);
        Assert.Equal("some text ", Encoding.UTF8.GetString(passed.WrittenSpan));
    }
}
