using System.Buffers;
using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Ziggie.Wire;

namespace Ziggie.Tests.Wire;

/// <summary>What must come out the same whichever dialect it went through.</summary>
public sealed class AnyDialectTests
{
    private static readonly WireFormat[] Chats = [WireFormats.OllamaChat, WireFormats.AnthropicMessages, WireFormats.OpenAiChat];

    public static TheoryData<string, string, bool> Pairs
    {
        get
        {
            var pairs = new TheoryData<string, string, bool>();
            foreach (var backend in Chats)
                foreach (var caller in Chats)
                    foreach (var stream in new[] { true, false })
                        pairs.Add(backend.Name, caller.Name, stream);
            return pairs;
        }
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void A_reply_keeps_text_thinking_calls_and_counts_across_dialects(string backendName, string callerName, bool stream)
    {
        var (backend, caller) = (Named(backendName), Named(callerName));
        var reply = backend.WriteReply(stream, writer =>
        {
            writer.Start("1", "m");
            writer.Think("hm, \"so\"");
            writer.Say("Grüße,\n");
            writer.Say("世界 😀");
            writer.ToolCall(0, "call_a", "weather");
            writer.Arguments(0, "{\"city\":");
            writer.Arguments(0, "\"Köln\"}");
            writer.ToolCall(1, "call_b", "time");
            writer.Arguments(1, "{}");
            writer.End(FinishReason.ToolCalls, new TokenUsage(20, 7));
        });

        var passed = caller.ReadReply(stream, Pass(backend, reply, caller, stream));

        Assert.Equal(["thinking hm, \"so\"", "text Grüße,\n世界 😀", "call 0 call_a weather", """arguments 0 {"city":"Köln"}""", "call 1 call_b time", "arguments 1 {}", "finish ToolCalls"],
            passed.Content);
        Assert.Equal((20, 7), (passed.Usage.Prompt, passed.Usage.Completion));
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void A_reply_that_hit_the_limit_says_so_across_dialects(string backendName, string callerName, bool stream)
    {
        var (backend, caller) = (Named(backendName), Named(callerName));
        var reply = backend.WriteReply(stream, writer =>
        {
            writer.Start("1", "m");
            writer.Say("cut");
            writer.End(FinishReason.Length);
        });

        Assert.Equal(["text cut", "finish Length"], caller.ReadReply(stream, Pass(backend, reply, caller, stream)).Content);
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void A_conversation_with_tools_and_pictures_survives_two_translations(string viaName, string callerName, bool stream)
    {
        var (via, caller) = (Named(viaName), Named(callerName));
        var request = new ModelRequest
        {
            Operation = Operation.Chat,
            Stream = stream,
            Messages =
            [
                Message.Of(MessageRole.System, "be brief"),
                new Message(MessageRole.User, [new ImagePart("image/png", "iVBORw0KGgo="), new TextPart("what is \"this\"?")]),
                new Message(MessageRole.Assistant, [new TextPart("let me see"), new ToolCallPart("call_0", "look", """{"deep":true}"""), new ToolCallPart("call_1", "ask", "{}")]),
                new Message(MessageRole.Tool, [new ToolResultPart("call_0", "look", [new TextPart("a cat")])]),
                new Message(MessageRole.Tool, [new ToolResultPart("call_1", "ask", [new TextPart("nobody")])]),
                Message.Of(MessageRole.User, "so?"),
            ],
            Tools = [new ToolDefinition("look", "looks", JsonElement.Parse("""{"type":"object","properties":{"deep":{"type":"boolean"}}}"""))],
            Output = new OutputFormat(JsonElement.Parse("""{"type":"object"}"""), "answer"),
            Sampling = new SamplingOptions { Temperature = 0.5, TopP = 0.9, MaxTokens = 100, Stop = ["END"] },
        };

        var once = caller.ReadRequest(caller.WriteRequest(request).Body);
        var twice = via.ReadRequest(via.WriteRequest(once).Body);

        Assert.Equal(Told(request), Told(twice));
        Assert.Equal((0.5, 0.9, 100, "END"), (twice.Sampling.Temperature, twice.Sampling.TopP, twice.Sampling.MaxTokens, Assert.Single(twice.Sampling.Stop)));
        Assert.Equal(stream, twice.Stream);
        Assert.Equal("looks", Assert.Single(twice.Tools).Description);
        WireKit.SameJson("""{"type":"object"}""", twice.Output!.Schema!.Value.GetRawText());
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Text_of_any_characters_in_any_pieces_comes_out_as_it_went_in(string backendName, string callerName, bool stream)
    {
        var (backend, caller) = (Named(backendName), Named(callerName));
        var texts = ArbMap.Default.ArbFor<string[]>();

        Prop.ForAll(texts, pieces =>
        {
            var said = pieces.Where(piece => piece is not null).Select(Whole).ToList();
            var reply = backend.WriteReply(stream, writer =>
            {
                writer.Start("1", "m");
                foreach (var piece in said) writer.Say(piece);
                writer.End();
            });
            Assert.Equal(string.Concat(said), caller.ReadReply(stream, Pass(backend, reply, caller, stream)).Text);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(40).WithReplay(1, 3).WithQuietOnSuccess(true));
    }

    [Fact]
    public void Vectors_survive_translation()
    {
        var ollama = WireFormats.OllamaEmbed.WriteReply(false, writer =>
        {
            writer.Start(null, "m");
            writer.Embedding(0, [0.1f, -2e-8f]);
            writer.Embedding(1, [float.MaxValue, 0]);
            writer.End(usage: new TokenUsage(9));
        });
        var openAi = Pass(WireFormats.OllamaEmbed, ollama, WireFormats.OpenAiEmbeddings, stream: false);

        var read = WireFormats.OpenAiEmbeddings.ReadReply(false, openAi);

        Assert.Equal(WireFormats.OllamaEmbed.ReadReply(false, ollama).Content.Where(e => e.StartsWith("vector", StringComparison.Ordinal)),
            read.Content.Where(e => e.StartsWith("vector", StringComparison.Ordinal)));
        Assert.Equal(9, read.Usage.Prompt);
    }

    /// <summary>A random string may hold half of a surrogate pair, which is no text.</summary>
    private static string Whole(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    private static string Pass(WireFormat backend, string reply, WireFormat caller, bool stream)
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = caller.CreateWriter(WireKit.Context(caller, stream), output);
        Assert.True(backend.Feed(stream, Encoding.UTF8.GetBytes(reply), writer));
        writer.Complete();
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    /// <summary>A conversation as text; where dialects differ in how they cut turns into messages, that is left out.</summary>
    private static List<string> Told(ModelRequest request) => [.. request.Messages.SelectMany(message => message.Parts.Select(part => part switch
    {
        ToolResultPart result => $"result {result.Id} {string.Concat(result.Content.OfType<TextPart>().Select(text => text.Text))}",
        ToolCallPart call => $"call {call.Id} {call.Name} {call.ArgumentsJson}",
        _ => $"{message.Role} {part}",
    }))];

    private static WireFormat Named(string name) => Chats.Single(format => format.Name == name);
}
