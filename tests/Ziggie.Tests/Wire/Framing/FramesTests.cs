using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Ziggie.Wire;

namespace Ziggie.Tests.Wire;

public sealed class FramesTests
{
    [Theory]
    [InlineData("data: a\n\n", "|a")]
    [InlineData("data:a\r\n\r\n", "|a")]
    [InlineData("data:  a \n\n", "| a ")]
    [InlineData("event: ping\ndata: {}\nid: 7\nretry: 3\n\n", "ping|{}")]
    [InlineData("data: a\nevent: late\n\n", "late|a")]
    [InlineData("data: a\ndata:\ndata: b\n\n", "|a\n\nb")]
    [InlineData("data:\ndata: b\n\n", "|\nb")]
    [InlineData("data\n\n", "|")]
    [InlineData(": ping\n\n", "comment")]
    [InlineData("\n\n", "comment comment")]
    [InlineData(": hello\ndata: a\n\n", "|a")]
    [InlineData("dataset: x\n\n", "comment")]
    [InlineData("event: only\n\n", "comment")]
    [InlineData("\uFEFFdata: a\n\ndata: [DONE]\n\n", "|a |[DONE]")]
    [InlineData("data: a\n\ndata: b\n", "|a")]
    public void Reads_events(string stream, string expected) => Assert.Equal(expected, string.Join(' ', Read(Framing.Sse, Encoding.UTF8.GetBytes(stream))));

    [Theory]
    [InlineData("{\"a\":1}\n{\"b\":2}\r\n", "|{\"a\":1} |{\"b\":2}")]
    [InlineData("\uFEFF{}\n", "|{}")]
    [InlineData("{}\n\n \n{", "|{} comment comment")]
    public void Reads_lines(string stream, string expected) => Assert.Equal(expected, string.Join(' ', Read(Framing.Ndjson, Encoding.UTF8.GetBytes(stream))));

    [Fact]
    public void Any_split_into_pieces_gives_the_same_frames()
    {
        var lines = Gen.Elements("data: {\"a\":\"å🐈\"}\n", "data: b\r\n", "data:\n", "event: x\r\n", ": ping\n", "\n", "\r\n", "id: 1\n");
        var cases = from stream in lines.ListOf() from cuts in Gen.Choose(0, 400).ListOf() select (stream, cuts);

        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var bytes = Encoding.UTF8.GetBytes(string.Concat(c.stream));
            var cuts = c.cuts.Select(cut => bytes.Length == 0 ? 0 : cut % bytes.Length).Append(0).Append(bytes.Length).Distinct().Order().ToList();
            foreach (var framing in Enum.GetValues<Framing>())
            {
                var pieces = cuts.Zip(cuts.Skip(1), (from, to) => bytes[from..to]);
                Assert.Equal(Read(framing, bytes), Read(framing, [.. pieces]));
            }
        }).QuickCheckThrowOnFailure();
    }

    /// <summary>Takes pieces as they arrive, as a connection does.</summary>
    private static List<string> Read(Framing framing, params byte[][] pieces)
    {
        var found = new List<string>();
        byte[] buffer = [];
        foreach (var piece in pieces)
        {
            buffer = [.. buffer, .. piece];
            while (Frames.TryRead(framing, buffer, out var frame, out var consumed))
            {
                found.Add(frame.IsComment ? "comment" : $"{Encoding.UTF8.GetString(frame.EventName)}|{Encoding.UTF8.GetString(frame.Data)}");
                buffer = buffer[consumed..];
            }
        }
        return found;
    }
}
