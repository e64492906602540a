#pragma warning disable OPENAI001 // The responses client is marked as experimental by its makers.
using System.Buffers;
using System.ClientModel;
using System.ClientModel.Primitives;
using System.Net;
using System.Net.Http.Headers;
using OpenAI;
using OpenAI.Chat;
using OpenAI.Embeddings;
using OpenAI.Responses;
using Ziggie.Wire;
using MessageRole = Ziggie.Wire.MessageRole;

namespace Ziggie.Tests.Wire.OpenAi;

/// <summary>OpenAI's own .NET client talks to the formats: what it sends is read, what is written it understands.</summary>
public sealed class OfficialClientTests
{
    private static readonly string[] Words = ["Hei ", "\"på\"", " deg 🐈\n"];

    [Fact]
    public async Task Chat()
    {
        using var server = new Server(WireFormats.OpenAiChat, writer => Say(writer));
        var client = server.Chat();

        var options = new ChatCompletionOptions
        {
            Temperature = 0.5f,
            MaxOutputTokenCount = 9,
            ToolChoice = ChatToolChoice.CreateFunctionChoice("look"),
            ResponseFormat = ChatResponseFormat.CreateJsonSchemaFormat("animal", BinaryData.FromString("""{"type":"object"}"""), jsonSchemaIsStrict: true),
            Tools = { ChatTool.CreateFunctionTool("look", "Looks.", BinaryData.FromString("""{"type":"object"}""")) },
        };
        var reply = (await client.CompleteChatAsync(
            [
                new SystemChatMessage("Be brief."), new DeveloperChatMessage("In Norwegian."),
                new UserChatMessage(ChatMessageContentPart.CreateTextPart("What?"), ChatMessageContentPart.CreateImagePart(BinaryData.FromBytes(new byte[] { 1, 2 }), "image/png")),
                new AssistantChatMessage([ChatToolCall.CreateFunctionToolCall("call_1", "look", BinaryData.FromString("{}"))]), new ToolChatMessage("call_1", "a cat"),
            ], options, TestContext.Current.CancellationToken)).Value;

        Assert.Equal(
            [MessageRole.System, MessageRole.System, MessageRole.User, MessageRole.Assistant, MessageRole.Tool],
            server.Asked!.Messages.Select(m => m.Role));
        Assert.Equal([new TextPart("What?"), new ImagePart("image/png", "AQI=")], server.Asked.Messages[2].Parts);
        Assert.Equal((9, "animal", "look"), (server.Asked.Sampling.MaxTokens, server.Asked.Output!.Name, server.Asked.ToolChoice!.Name));
        Assert.Equal(string.Concat(Words), reply.Content[0].Text);
        Assert.Equal(ChatFinishReason.ToolCalls, reply.FinishReason);
        Assert.Equal(("call_a", "look", "{\"deep\":true}"), (reply.ToolCalls[0].Id, reply.ToolCalls[0].FunctionName, reply.ToolCalls[0].FunctionArguments.ToString()));
        Assert.Equal((7, 3, 2), (reply.Usage.InputTokenCount, reply.Usage.OutputTokenCount, reply.Usage.InputTokenDetails.CachedTokenCount));
    }

    [Fact]
    public async Task Chat_streamed()
    {
        using var server = new Server(WireFormats.OpenAiChat, writer => Say(writer));
        var updates = new List<StreamingChatCompletionUpdate>();
        await foreach (var update in server.Chat().CompleteChatStreamingAsync([new UserChatMessage("Hi")], cancellationToken: TestContext.Current.CancellationToken))
            updates.Add(update);

        Assert.True(server.Asked!.IncludeUsage);
        Assert.Equal(Words, updates.SelectMany(u => u.ContentUpdate).Select(p => p.Text).Where(t => t.Length > 0));
        var pieces = updates.SelectMany(u => u.ToolCallUpdates).ToList();
        Assert.Equal(("call_a", "look"), (pieces[0].ToolCallId, pieces[0].FunctionName));
        Assert.Equal("{\"deep\":true}", string.Concat(pieces.Select(p => p.FunctionArgumentsUpdate.ToString())));
        Assert.Equal(ChatFinishReason.ToolCalls, updates.Single(u => u.FinishReason is not null).FinishReason);
        Assert.Equal(10, updates.Single(u => u.Usage is not null).Usage.TotalTokenCount);
    }

    [Fact]
    public async Task Embeddings()
    {
        using var server = new Server(WireFormats.OpenAiEmbeddings, writer =>
        {
            writer.Embedding(0, [0.1f, -2]);
            writer.Embedding(1, [3, 4]);
            writer.Usage(new TokenUsage(5));
        });
        var client = new EmbeddingClient("m", new ApiKeyCredential("k"), server.Options());

        var reply = (await client.GenerateEmbeddingsAsync(["one", "two"], cancellationToken: TestContext.Current.CancellationToken)).Value;

        Assert.Equal(["one", "two"], server.Asked!.Inputs);
        Assert.True(server.Asked.Base64Vectors);
        Assert.Equal([0.1f, -2], reply[0].ToFloats().ToArray());
        Assert.Equal([3, 4], reply[1].ToFloats().ToArray());
        Assert.Equal(5, reply.Usage.InputTokenCount);
    }

    [Fact]
    public async Task Responses()
    {
        using var server = new Server(WireFormats.OpenAiResponses, writer => Say(writer, "Hm."));
        var options = new CreateResponseOptions("m", [ResponseItem.CreateUserMessageItem("Hi")])
        {
            Instructions = "Be brief.",
            ReasoningOptions = new ResponseReasoningOptions { ReasoningEffortLevel = ResponseReasoningEffortLevel.Low },
            Tools = { ResponseTool.CreateFunctionTool("look", BinaryData.FromString("""{"type":"object"}"""), strictModeEnabled: true) },
        };

        var reply = (await server.Responses().CreateResponseAsync(options, TestContext.Current.CancellationToken)).Value;

        Assert.Equal(["Be brief.", "Hi"], server.Asked!.Messages.Select(m => m.Text));
        Assert.Equal(new Thinking(true, "low"), server.Asked.Thinking);
        Assert.Equal(ResponseStatus.Completed, reply.Status);
        Assert.Equal(string.Concat(Words), reply.GetOutputText());
        Assert.Equal("Hm.", reply.OutputItems.OfType<ReasoningResponseItem>().Single().GetSummaryText());
        var call = reply.OutputItems.OfType<FunctionCallResponseItem>().Single();
        Assert.Equal(("call_a", "look", "{\"deep\":true}"), (call.CallId, call.FunctionName, call.FunctionArguments.ToString()));
        Assert.Equal((7, 3, 2), (reply.Usage.InputTokenCount, reply.Usage.OutputTokenCount, reply.Usage.InputTokenDetails.CachedTokenCount));
    }

    [Fact]
    public async Task Responses_streamed()
    {
        using var server = new Server(WireFormats.OpenAiResponses, writer => Say(writer, "Hm."));
        var updates = await server.StreamResponse();

        Assert.Equal(Words, updates.OfType<StreamingResponseOutputTextDeltaUpdate>().Select(u => u.Delta));
        Assert.Equal("{\"deep\":true}", updates.OfType<StreamingResponseFunctionCallArgumentsDoneUpdate>().Single().FunctionArguments.ToString());
        Assert.Equal(Enumerable.Range(0, updates.Count), updates.Select(u => u.SequenceNumber));
        Assert.IsType<StreamingResponseCreatedUpdate>(updates[0]);
        var completed = Assert.IsType<StreamingResponseCompletedUpdate>(updates[^1]);
        Assert.Equal(string.Concat(Words), completed.Response.GetOutputText());
    }

    [Fact]
    public async Task Responses_that_fail_say_so()
    {
        using var server = new Server(WireFormats.OpenAiResponses, writer =>
        {
            writer.Text("Hi"u8);
            writer.Error(new WireError(ErrorKind.Backend, "It broke."));
        });

        var updates = await server.StreamResponse();

        Assert.Equal("It broke.", updates.OfType<StreamingResponseErrorUpdate>().Single().Message);
        Assert.Equal("It broke.", Assert.IsType<StreamingResponseFailedUpdate>(updates[^1]).Response.Error.Message);
    }

    private static void Say(ReplyWriter writer, string? thinking = null)
    {
        writer.Start(null, null);
        if (thinking is not null) writer.Thinking(System.Text.Encoding.UTF8.GetBytes(thinking));
        foreach (var word in Words) writer.Text(System.Text.Encoding.UTF8.GetBytes(word));
        writer.ToolCall(0, "call_a", "look");
        writer.ToolArguments(0, "{\"deep\":"u8);
        writer.ToolArguments(0, "true}"u8);
        writer.Finish(FinishReason.ToolCalls, null);
        writer.Usage(new TokenUsage(7, 3, 2));
    }

    /// <summary>Answers every request with the same script, in the format's own words.</summary>
    private sealed class Server(WireFormat format, Action<ReplyWriter> says) : HttpMessageHandler
    {
        private HttpClient? _http;

        public ModelRequest? Asked { get; private set; }

        public OpenAIClientOptions Options() => new() { Endpoint = new Uri("http://127.0.0.1/v1"), Transport = Transport() };

        public ChatClient Chat() => new("m", new ApiKeyCredential("k"), Options());

        public ResponsesClient Responses() =>
            new(new ApiKeyCredential("k"), new ResponsesClientOptions { Endpoint = new Uri("http://127.0.0.1/v1"), Transport = Transport() });

        public async Task<List<StreamingResponseUpdate>> StreamResponse()
        {
            var updates = new List<StreamingResponseUpdate>();
            var options = new CreateResponseOptions("m", [ResponseItem.CreateUserMessageItem("Hi")]) { StreamingEnabled = true };
            var stream = await Responses().CreateResponseStreamingAsync(options, TestContext.Current.CancellationToken);
            await foreach (var update in stream) updates.Add(update);
            return updates;
        }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Assert.Equal($"/v1{format.Path}", request.RequestUri!.AbsolutePath);
            Asked = format.ReadRequest(await request.Content!.ReadAsByteArrayAsync(cancellationToken));
            var output = new ArrayBufferWriter<byte>();
            var writer = format.CreateWriter(new ReplyContext("abc", Asked.Model, DateTimeOffset.UnixEpoch, Asked, TimeProvider.System), output);
            says(writer);
            writer.Complete();
            var content = new ByteArrayContent(output.WrittenSpan.ToArray());
            content.Headers.ContentType = new MediaTypeHeaderValue(writer.ContentType);
            return new HttpResponseMessage(HttpStatusCode.OK) { Content = content };
        }

        protected override void Dispose(bool disposing)
        {
            _http?.Dispose();
            base.Dispose(disposing);
        }

        private HttpClientPipelineTransport Transport() => new(_http ??= new HttpClient(this, disposeHandler: false));
    }
}
