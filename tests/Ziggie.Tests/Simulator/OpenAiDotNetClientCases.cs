using System.ClientModel;
using System.ClientModel.Primitives;
using System.Text;
using System.Text.Json;
using OpenAI;
using OpenAI.Chat;
using OpenAI.Embeddings;
using OpenAI.Models;

namespace Ziggie.Tests.Simulator;

/// <summary>What the official .NET client must find at a server that answers from the simulator, directly or through something between.</summary>
/// <param name="baseUrl">The server's root, without <c>v1</c>.</param>
internal sealed class OpenAiDotNetClientCases(Uri baseUrl, string key, string model)
{
    private const string Weather = """
        {"type":"object","properties":{"city":{"type":"string"},"unit":{"type":"string","enum":["celsius","fahrenheit"]}},"required":["city","unit"],"additionalProperties":false}
        """;

    private const string Person = """
        {"type":"object","properties":{"name":{"type":"string"},"age":{"type":"integer","minimum":0,"maximum":120}},"required":["name","age"],"additionalProperties":false}
        """;

    private static readonly byte[] Picture =
        Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==");

    private static readonly Dictionary<string, Func<OpenAiDotNetClientCases, CancellationToken, Task>> Cases = new()
    {
        ["models"] = (c, t) => c.ListsModelsAsync(t),
        ["chat"] = (c, t) => c.ChatsAsync(t),
        ["streaming"] = (c, t) => c.StreamsAsync(t),
        ["tools"] = (c, t) => c.CallsToolsAsync(t),
        ["streamed tools"] = (c, t) => c.StreamsToolCallsAsync(t),
        ["forced tool"] = (c, t) => c.CallsTheForcedToolAsync(t),
        ["structured output"] = (c, t) => c.KeepsToASchemaAsync(t),
        ["images"] = (c, t) => c.SeesPicturesAsync(t),
        ["limits"] = (c, t) => c.StopsAsync(t),
        ["embeddings"] = (c, t) => c.EmbedsAsync(t),
        ["errors"] = (c, t) => c.TellsErrorsAsync(t),
        ["broken stream"] = (c, t) => c.NoticesABrokenStreamAsync(t),
        ["cancellation"] = (c, t) => c.CancelsAsync(t),
    };

    /// <summary>Every case, for a theory.</summary>
    public static IEnumerable<string> Names => Cases.Keys;

    private ChatClient Chat => new(model, new ApiKeyCredential(key), Options);

    private OpenAIClientOptions Options => new() { Endpoint = new Uri(baseUrl, "v1"), RetryPolicy = new ClientRetryPolicy(0) };

    public Task RunAsync(string name, CancellationToken cancellation) => Cases[name](this, cancellation);

    private async Task ListsModelsAsync(CancellationToken cancellation)
    {
        OpenAIModelCollection models = await new OpenAIModelClient(new ApiKeyCredential(key), Options).GetModelsAsync(cancellation);

        Assert.Contains(models, m => m.Id == model || m.Id == model + ":latest" || m.Id.EndsWith("/" + model, StringComparison.Ordinal));
    }

    private async Task ChatsAsync(CancellationToken cancellation)
    {
        ChatCompletion reply = await Chat.CompleteChatAsync(
            [new SystemChatMessage("Be brief."), new UserChatMessage("Hi"), new AssistantChatMessage("Yes?"), new UserChatMessage("[[say:Grüße, 世界 🙂]]")],
            cancellationToken: cancellation);

        Assert.Equal(("Grüße, 世界 🙂", ChatFinishReason.Stop, ChatMessageRole.Assistant), (reply.Content[0].Text, reply.FinishReason, reply.Role));
        Assert.True(reply.Usage.InputTokenCount > 0 && reply.Usage.OutputTokenCount > 0);
    }

    private async Task StreamsAsync(CancellationToken cancellation)
    {
        var said = new List<string>();
        ChatFinishReason? finish = null;
        ChatTokenUsage? usage = null;
        await foreach (var update in Chat.CompleteChatStreamingAsync([new UserChatMessage("[[say:one two three]]")], cancellationToken: cancellation))
        {
            said.AddRange(update.ContentUpdate.Select(p => p.Text).Where(t => t.Length > 0));
            finish = update.FinishReason ?? finish;
            usage = update.Usage ?? usage;
        }

        Assert.Equal("one two three", string.Concat(said));
        Assert.True(said.Count >= 3);
        // This client always asks for the usage.
        Assert.Equal((ChatFinishReason.Stop, 3), (finish, usage?.OutputTokenCount));
    }

    private async Task CallsToolsAsync(CancellationToken cancellation)
    {
        var messages = new List<ChatMessage> { new UserChatMessage("""[[tool:get_weather {"city":"Paris","unit":"celsius"}]] [[tool:get_weather {"city":"Oslo","unit":"celsius"}]]""") };
        ChatCompletion first = await Chat.CompleteChatAsync(messages, WithTool(), cancellation);

        Assert.Equal(ChatFinishReason.ToolCalls, first.FinishReason);
        Assert.Equal(["Paris", "Oslo"], first.ToolCalls.Select(c => City(c.FunctionArguments)));
        Assert.Equal(2, first.ToolCalls.Select(c => c.Id).Distinct().Count());

        messages.Add(new AssistantChatMessage(first));
        messages.Add(new ToolChatMessage(first.ToolCalls[0].Id, "Sunny."));
        messages.Add(new ToolChatMessage(first.ToolCalls[1].Id, "[[say:Snow in Oslo.]]"));
        ChatCompletion second = await Chat.CompleteChatAsync(messages, WithTool(), cancellation);
        Assert.Equal("Snow in Oslo.", second.Content[0].Text);
    }

    private async Task StreamsToolCallsAsync(CancellationToken cancellation)
    {
        var arguments = new SortedDictionary<int, StringBuilder>();
        var names = new SortedDictionary<int, string>();
        ChatMessage[] messages = [new UserChatMessage("""[[tool:get_weather {"city":"Paris"}]] [[tool:get_weather {"city":"Oslo"}]]""")];
        await foreach (var update in Chat.CompleteChatStreamingAsync(messages, WithTool(), cancellation))
        {
            foreach (var call in update.ToolCallUpdates)
            {
                if (!string.IsNullOrEmpty(call.FunctionName)) names[call.Index] = call.FunctionName;
                if (!arguments.TryGetValue(call.Index, out var text)) arguments[call.Index] = text = new StringBuilder();
                if (call.FunctionArgumentsUpdate is { } piece && !piece.ToMemory().IsEmpty) text.Append(piece);
            }
        }

        Assert.Equal(["get_weather", "get_weather"], names.Values);
        Assert.Equal(["Paris", "Oslo"], arguments.Values.Select(a => City(BinaryData.FromString(a.ToString()))));
    }

    private async Task CallsTheForcedToolAsync(CancellationToken cancellation)
    {
        var options = WithTool();
        options.ToolChoice = ChatToolChoice.CreateFunctionChoice("get_weather");
        ChatCompletion reply = await Chat.CompleteChatAsync([new UserChatMessage("Hello")], options, cancellation);

        Assert.NotNull(City(Assert.Single(reply.ToolCalls).FunctionArguments));
    }

    private async Task KeepsToASchemaAsync(CancellationToken cancellation)
    {
        var options = new ChatCompletionOptions { ResponseFormat = ChatResponseFormat.CreateJsonSchemaFormat("person", BinaryData.FromString(Person), jsonSchemaIsStrict: true) };
        ChatCompletion reply = await Chat.CompleteChatAsync([new UserChatMessage("A person")], options, cancellation);

        using var person = JsonDocument.Parse(reply.Content[0].Text);
        Assert.InRange(person.RootElement.GetProperty("age").GetInt32(), 0, 120);
        Assert.Equal(JsonValueKind.String, person.RootElement.GetProperty("name").ValueKind);
    }

    private async Task SeesPicturesAsync(CancellationToken cancellation)
    {
        var message = new UserChatMessage(
            ChatMessageContentPart.CreateTextPart("What is this?"), ChatMessageContentPart.CreateImagePart(BinaryData.FromBytes(Picture), "image/png"));
        ChatCompletion reply = await Chat.CompleteChatAsync([message], cancellationToken: cancellation);

        Assert.Contains($"an image of {Picture.Length} bytes, image/png", reply.Content[0].Text, StringComparison.Ordinal);
    }

    private async Task StopsAsync(CancellationToken cancellation)
    {
        ChatCompletion stopped = await Chat.CompleteChatAsync(
            [new UserChatMessage("[[say:one two three four]]")], new ChatCompletionOptions { StopSequences = { "three" } }, cancellation);
        Assert.Equal(("one two", ChatFinishReason.Stop), (stopped.Content[0].Text.TrimEnd(), stopped.FinishReason));

        ChatCompletion cut = await Chat.CompleteChatAsync([new UserChatMessage("Hello")], new ChatCompletionOptions { MaxOutputTokenCount = 4 }, cancellation);
        Assert.Equal(("This is a simulated", ChatFinishReason.Length, 4), (cut.Content[0].Text, cut.FinishReason, cut.Usage.OutputTokenCount));
    }

    private async Task EmbedsAsync(CancellationToken cancellation)
    {
        OpenAIEmbeddingCollection reply = await new EmbeddingClient(model, new ApiKeyCredential(key), Options)
            .GenerateEmbeddingsAsync(["the red fox jumps", "the red fox sleeps", "quarterly tax report"], cancellationToken: cancellation);

        var vectors = reply.Select(e => e.ToFloats().ToArray()).ToList();
        Assert.Equal(1, Cosine(vectors[0], vectors[0]), 3);
        Assert.True(Cosine(vectors[0], vectors[1]) > Cosine(vectors[0], vectors[2]));
        Assert.True(reply.Usage.InputTokenCount > 0);
    }

    private async Task TellsErrorsAsync(CancellationToken cancellation)
    {
        var stranger = new ChatClient(model, new ApiKeyCredential("zk-wrong"), Options);
        var nobody = new ChatClient("no-such-model", new ApiKeyCredential(key), Options);
        var picture = ChatMessageContentPart.CreateImagePart(new Uri("ftp://example.com/cat.png"));

        Assert.Equal(401, await StatusAsync(() => stranger.CompleteChatAsync([new UserChatMessage("Hello")], cancellationToken: cancellation)));
        Assert.Equal(404, await StatusAsync(() => nobody.CompleteChatAsync([new UserChatMessage("Hello")], cancellationToken: cancellation)));
        Assert.Equal(400, await StatusAsync(() => Chat.CompleteChatAsync([new UserChatMessage(picture)], cancellationToken: cancellation)));
    }

    private async Task NoticesABrokenStreamAsync(CancellationToken cancellation)
    {
        ChatFinishReason? finish = null;
        var broken = await Record.ExceptionAsync(async () =>
        {
            await foreach (var update in Chat.CompleteChatStreamingAsync([new UserChatMessage("[[tokens:50]] [[fault:drop after=2]]")], cancellationToken: cancellation))
                finish = update.FinishReason ?? finish;
        });

        // This client takes an error object in a stream for an update without content: what must not come is a finish.
        Assert.True(broken is not null || finish is null, $"The stream ended well: {finish}");
    }

    private async Task CancelsAsync(CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var seen = 0;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var update in Chat.CompleteChatStreamingAsync([new UserChatMessage("[[tokens:100000]] [[gap:5]]")], cancellationToken: stop.Token))
                if (update.ContentUpdate.Count > 0 && ++seen == 3) await stop.CancelAsync();
        });

        Assert.InRange(seen, 3, 50_000);
    }

    private static ChatCompletionOptions WithTool() => new() { Tools = { ChatTool.CreateFunctionTool("get_weather", "The weather of a city", BinaryData.FromString(Weather)) } };

    private static string? City(BinaryData arguments)
    {
        using var json = JsonDocument.Parse(arguments);
        return json.RootElement.GetProperty("city").GetString();
    }

    private static async Task<int> StatusAsync(Func<Task> ask) => (await Assert.ThrowsAnyAsync<ClientResultException>(ask)).Status;

    private static double Cosine(float[] a, float[] b) => a.Zip(b, (x, y) => (double)x * y).Sum();
}
