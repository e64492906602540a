using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Ziggie.Wire;

namespace Ziggie.Tests.Wire.OpenAi;

public sealed class OpenAiTextPropertyTests
{
    private static readonly ModelRequest Whole = new() { Operation = Operation.Chat };

    private static readonly Gen<string> AnyText =
        Gen.Frequency(
            (6, Gen.Choose(0x20, 0x7E)), (2, Gen.Choose(0, 0x1F)), (2, Gen.Elements<int>('"', '\\', '/', 0x7F, 0x2028, 0xFEFF, 0xFFFD, '<', '&')),
            (2, Gen.Choose(0x80, 0xD7FF)), (1, Gen.Choose(0xE000, 0xFFFF)), (2, Gen.Choose(0x10000, 0x10FFFF)))
        .ListOf().Select(runes => string.Concat(runes.Select(r => new Rune(r).ToString())));

    [Fact]
    public void Any_text_survives_writer_and_reader() => Prop.ForAll(AnyText.ListOf().ToArbitrary(), pieces =>
    {
        foreach (var format in (WireFormat[])[WireFormats.OpenAiChat, WireFormats.OpenAiCompletions])
        {
            var stream = format.WriteReply(Whole with { Stream = true }, writer => Say(writer, pieces));
            var body = format.WriteReply(Whole, writer => Say(writer, pieces));
            Assert.Equal(string.Concat(pieces), format.ReadReply(true, stream).Text);
            Assert.Equal(string.Concat(pieces), format.ReadReply(false, body).Text);
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_text_survives_in_a_request() => Prop.ForAll(AnyText.ToArbitrary(), text =>
    {
        var request = new ModelRequest
        {
            Operation = Operation.Chat,
            Messages = [Message.Of(MessageRole.User, text), new Message(MessageRole.Tool, [new ToolResultPart(text, null, [new TextPart(text)])])],
        };

        var again = WireFormats.OpenAiChat.ReadRequest(WireFormats.OpenAiChat.WriteRequest(request).Body);

        Assert.Equal(text, again.Messages[0].Text);
        Assert.Equal(text, Assert.IsType<ToolResultPart>(again.Messages[1].Parts[0]).Id);
    }).QuickCheckThrowOnFailure();

    /// <summary>Whatever a backend sends, only this dialect's error comes of it.</summary>
    [Fact]
    public void Garbage_never_throws_anything_else() => Prop.ForAll(Garbage().ToArbitrary(), bytes =>
    {
        foreach (var format in (WireFormat[])[WireFormats.OpenAiChat, WireFormats.OpenAiEmbeddings])
        {
            try
            {
                format.CreateReader(stream: true).Read(default, bytes, new RecordedReply());
            }
            catch (WireException)
            {
                // What a reader may throw.
            }
            try
            {
                format.ReadRequest(bytes);
            }
            catch (WireException)
            {
                // The same for a caller's request.
            }
        }
    }).QuickCheckThrowOnFailure();

    /// <summary>Real frames with some bytes overwritten.</summary>
    private static Gen<byte[]> Garbage()
    {
        byte[][] seeds =
        [
            Encoding.UTF8.GetBytes("""{"id":"1","choices":[{"index":0,"delta":{"content":"a\u00e5","tool_calls":[{"index":0,"id":"c","function":{"name":"f","arguments":"{}"}}]},"finish_reason":"stop"}],"usage":{"prompt_tokens":1}}"""),
            Encoding.UTF8.GetBytes("""{"data":[{"index":0,"embedding":[1,2]},{"index":1,"embedding":"AACAPw=="}],"error":null}"""),
            Encoding.UTF8.GetBytes("""{"model":"m","input":["a"],"messages":[{"role":"user","content":[{"type":"text","text":"\u00e5"}]}],"stop":["x"],"tools":[]}"""),
        ];
        var change = from at in Gen.Choose(0, 255) from value in Gen.Choose(0, 255) select (at, value);
        return from seed in Gen.Elements(seeds)
               from changes in change.ListOf()
               select changes.Aggregate(seed.ToArray(), (bytes, c) =>
               {
                   bytes[c.at % bytes.Length] = (byte)c.value;
                   return bytes;
               });
    }

    private static void Say(ReplyWriter writer, IEnumerable<string> pieces)
    {
        foreach (var piece in pieces) writer.Text(Encoding.UTF8.GetBytes(piece));
        writer.Finish(FinishReason.Stop, null);
    }
}
