using System.ClientModel;
using System.ClientModel.Primitives;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using OpenAI;
using OpenAI.Chat;
using OpenAI.Embeddings;
using Ziggie.Tests.Gateway.Paths;
using Ziggie.Tests.Simulator;
using Ziggie.Tests.Support;
using Ziggie.Wire;

namespace Ziggie.Tests.Models.Engine;

/// <summary>GGUF files answered by the engine, through the front door.</summary>
public sealed class EngineFunctionalTests(EngineZiggie one) : IClassFixture<EngineZiggie>
{
    private const int GoldenTokens = 64;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Without the shared models there is only the one made here.</summary>
    public static TheoryData<string> Goldens => [.. (Directory.Exists(Folder) ? Directory.EnumerateFiles(Folder, "*.json") : []).Select(f => Path.GetFileNameWithoutExtension(f)!).Order().DefaultIfEmpty("says")];

    private static string Folder => Path.Combine(SharedModels.Folder ?? "", "golden");

    [Theory]
    [MemberData(nameof(Goldens))]
    public async Task Models_say_what_llama_cpp_itself_says(string name)
    {
        if (name == "says")
        {
            Assert.Equal(EngineZiggie.Said, (await PostAsync("/v1/completions", new { model = name, prompt = "T", temperature = 0 })).GetProperty("choices")[0].GetProperty("text").GetString());
            return;
        }
        var golden = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(Folder, $"{name}.json"), Cancel)).RootElement[0];
        var answer = await PostAsync("/v1/completions", new { model = name, prompt = golden.GetProperty("prompt").GetString(), max_tokens = GoldenTokens, temperature = 0, logprobs = 1 });
        var said = answer.GetProperty("choices")[0];
        var expected = golden.GetProperty("logprobs").EnumerateArray().Select(p => p.GetDouble()).ToList();
        var logProbs = said.GetProperty("logprobs").GetProperty("token_logprobs").EnumerateArray().Select(p => p.GetDouble()).ToList();
        if (name.EndsWith("F32", StringComparison.Ordinal)) Assert.Equal(golden.GetProperty("content").GetString(), said.GetProperty("text").GetString());
        // Two processors need not round alike; where the choice itself differs, what follows is another story.
        Assert.Equal(expected[0], logProbs[0], 0.05);
        Assert.Equal((golden.GetProperty("prompt_tokens").GetArrayLength(), GoldenTokens), (answer.GetProperty("usage").GetProperty("prompt_tokens").GetInt32(), answer.GetProperty("usage").GetProperty("completion_tokens").GetInt32()));
    }

    [Theory]
    [InlineData(Dialect.OpenAi, false)]
    [InlineData(Dialect.OpenAi, true)]
    [InlineData(Dialect.Ollama, false)]
    [InlineData(Dialect.Ollama, true)]
    [InlineData(Dialect.Anthropic, false)]
    [InlineData(Dialect.Anthropic, true)]
    public async Task Every_dialect_gets_the_whole_answer(Dialect dialect, bool stream)
    {
        var answer = await one.Caller.ChatAsync(dialect, "says", "hello", stream);
        Assert.Equal((200, EngineZiggie.Said), (answer.Status, answer.Said));
        Assert.Equal("engine", answer.Headers["x-ziggie-backend"]);
    }

    [Fact(Timeout = 180_000)]
    public Task The_official_clients_hold() => NpmClients.HoldAsync("engine", one.Ziggie.Url, one.Ziggie.Key, "says", [], Cancel);

    [Fact]
    public async Task The_official_dotNET_client_holds()
    {
        var options = new OpenAIClientOptions { Endpoint = new Uri(one.Ziggie.Url, "v1"), RetryPolicy = new ClientRetryPolicy(0) };
        var client = new OpenAIClient(new ApiKeyCredential(one.Ziggie.Key), options);
        var exact = new ChatCompletionOptions { Temperature = 0 };

        ChatCompletion whole = await client.GetChatClient("says").CompleteChatAsync([new UserChatMessage("Hello")], exact, Cancel);
        var streamed = "";
        await foreach (var part in client.GetChatClient("says").CompleteChatStreamingAsync([new UserChatMessage("Hello")], exact, Cancel))
            streamed += string.Concat(part.ContentUpdate.Select(c => c.Text));
        exact.Tools.Add(ChatTool.CreateFunctionTool("weather", "The weather of a city", BinaryData.FromString("""{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}""")));
        ChatCompletion calls = await client.GetChatClient("calls").CompleteChatAsync([new UserChatMessage("Hello")], exact, Cancel);
        OpenAIEmbedding vector = await client.GetEmbeddingClient("tiny").GenerateEmbeddingAsync("the little one", cancellationToken: Cancel);
        var unknown = await Assert.ThrowsAsync<ClientResultException>(() => client.GetChatClient("nobody").CompleteChatAsync([new UserChatMessage("Hello")], cancellationToken: Cancel));

        Assert.Equal((EngineZiggie.Said, EngineZiggie.Said, ChatFinishReason.Stop), (whole.Content[0].Text, streamed, whole.FinishReason));
        Assert.True(whole.Usage.OutputTokenCount > 5);
        Assert.Equal(("weather", "{\"city\":\"Oslo\"}"), (calls.ToolCalls[0].FunctionName, calls.ToolCalls[0].FunctionArguments.ToString().Replace(" ", "", StringComparison.Ordinal)));
        Assert.Equal(64, vector.ToFloats().Length);
        Assert.Equal(404, unknown.Status);
    }

    [Fact]
    public async Task A_conversation_that_goes_on_is_not_read_again()
    {
        object First() => new { role = "user", content = string.Join(' ', Enumerable.Range(0, 60).Select(i => $"word{i}")) };
        var before = await PostAsync("/v1/chat/completions", new { model = "tiny", messages = new[] { First() }, max_tokens = 8, temperature = 0 });
        var said = before.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString();
        var after = await PostAsync("/v1/chat/completions", new { model = "tiny", messages = new[] { First(), new { role = "assistant", content = said }, new { role = "user", content = "and then?" } }, max_tokens = 8, temperature = 0 });
        var (prompt, cached) = (after.GetProperty("usage").GetProperty("prompt_tokens").GetInt32(), after.GetProperty("usage").GetProperty("prompt_tokens_details").GetProperty("cached_tokens").GetInt32());
        Assert.True(cached > before.GetProperty("usage").GetProperty("prompt_tokens").GetInt32() * 9 / 10, $"{cached} of {prompt}");
    }

    [Fact]
    public async Task A_beginning_that_another_conversation_has_is_not_read_again_and_nothing_else_of_it_is_known()
    {
        var beginning = string.Concat(Enumerable.Range(0, 80).Select(i => $"{i} "));
        async Task<JsonElement> Say(string prompt, int tokens = 12) => await PostAsync("/v1/completions", new { model = "tiny", prompt, max_tokens = tokens, temperature = 0 });
        var alone = (await Say($"{beginning}and then")).GetProperty("choices")[0].GetProperty("text").GetString();
        // Two others push it out of memory; the last begins alike and goes on for long.
        await Say(string.Concat(Enumerable.Repeat("another story. ", 20)));
        await Say($"{beginning}{string.Concat(Enumerable.Repeat("something else altogether ", 30))}");
        await Say(string.Concat(Enumerable.Repeat("a third story! ", 20)));
        await Say($"{beginning}{string.Concat(Enumerable.Repeat("something else altogether ", 30))}");

        var answer = await Say($"{beginning}and then");

        Assert.Equal(alone, answer.GetProperty("choices")[0].GetProperty("text").GetString());
        Assert.InRange(answer.GetProperty("usage").GetProperty("prompt_tokens_details").GetProperty("cached_tokens").GetInt32(), 128, 1000);
    }

    [Fact]
    public async Task No_token_is_what_comes_where_none_is_asked_for()
    {
        var answer = await PostAsync("/v1/completions", new { model = "tiny", prompt = "a", max_tokens = 0 });
        Assert.Equal(("", "length", 0), (answer.GetProperty("choices")[0].GetProperty("text").GetString(), answer.GetProperty("choices")[0].GetProperty("finish_reason").GetString(), answer.GetProperty("usage").GetProperty("completion_tokens").GetInt32()));
    }

    [Fact]
    public async Task Many_at_once_each_get_their_own_answer()
    {
        async Task<string?> Say(int i) => (await PostAsync("/v1/completions", new { model = "tiny", prompt = $"story {i % 5} ", max_tokens = 20, temperature = 0 })).GetProperty("choices")[0].GetProperty("text").GetString();
        var alone = new List<string?>();
        for (var i = 0; i < 5; i++) alone.Add(await Say(i));
        var together = await Task.WhenAll(Enumerable.Range(0, 40).Select(Say));
        Assert.Equal(Enumerable.Range(0, 40).Select(i => alone[i % 5]), together);
    }

    [Fact]
    public async Task Ollamas_callers_are_told_true_times()
    {
        var answer = await PostAsync("/api/chat", new { model = "says", stream = false, messages = new[] { new { role = "user", content = "hello" } } });
        foreach (var field in (string[])["total_duration", "prompt_eval_duration", "eval_duration"]) Assert.True(answer.GetProperty(field).GetInt64() > 0, field);
        Assert.True(answer.GetProperty("total_duration").GetInt64() >= answer.GetProperty("eval_duration").GetInt64());
        Assert.Equal(("stop", true), (answer.GetProperty("done_reason").GetString(), answer.GetProperty("eval_count").GetInt32() > 5));
    }

    [Fact]
    public async Task A_prompt_longer_than_the_context_is_refused_with_both_numbers()
    {
        using var answer = await one.Caller.PostAsJsonAsync("/v1/completions", new { model = "tiny", prompt = string.Concat(Enumerable.Repeat("many words ", 2000)) }, Cancel);
        var error = (await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("error");
        Assert.Equal((HttpStatusCode.BadRequest, "context_length_exceeded"), (answer.StatusCode, error.GetProperty("code").GetString()));
        Assert.Matches(@"has \d+ tokens.*holds 2048", error.GetProperty("message").GetString());
    }

    [Fact]
    public async Task An_answer_ends_where_the_context_does()
    {
        var answer = await PostAsync("/v1/completions", new { model = "tiny", prompt = string.Concat(Enumerable.Repeat("word ", 330)), max_tokens = 100_000, temperature = 0, logit_bias = new Dictionary<string, int> { ["2"] = -100 } });
        var usage = answer.GetProperty("usage");
        Assert.Equal(("length", 2048), (answer.GetProperty("choices")[0].GetProperty("finish_reason").GetString(), usage.GetProperty("total_tokens").GetInt32()));
    }

    [Theory]
    [InlineData("brown", "The quick ")]
    [InlineData("x jum", "The quick brown fo")]
    [InlineData(".", "The quick brown fox jumps over the lazy dog")]
    public async Task A_stop_string_ends_the_answer_also_across_tokens(string stop, string expected)
    {
        var answer = await PostAsync("/v1/chat/completions", new { model = "says", messages = new[] { new { role = "user", content = "hi" } }, stop = new[] { stop } });
        Assert.Equal((expected, "stop"), (answer.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString(), answer.GetProperty("choices")[0].GetProperty("finish_reason").GetString()));
    }

    [Fact]
    public async Task The_same_seed_says_the_same_and_another_another()
    {
        async Task<string> Say(int seed) => (await PostAsync("/v1/completions", new { model = "tiny", prompt = "a", max_tokens = 24, temperature = 1.5, top_k = 0, top_p = 1, min_p = 0, seed })).GetProperty("choices")[0].GetProperty("text").GetString()!;
        var first = await Say(1);
        Assert.Equal(first, await Say(1));
        Assert.NotEqual(first, await Say(2));
    }

    [Fact]
    public async Task Vectors_have_length_one_and_do_not_depend_on_what_is_asked_beside()
    {
        var together = await PostAsync("/v1/embeddings", new { model = "tiny", input = new[] { "a cat", "a dog with a much longer text", "a cat" } });
        var vectors = together.GetProperty("data").EnumerateArray().Select(d => d.GetProperty("embedding").EnumerateArray().Select(n => n.GetDouble()).ToArray()).ToList();
        var alone = (await PostAsync("/api/embed", new { model = "tiny", input = "a cat" })).GetProperty("embeddings")[0].EnumerateArray().Select(n => n.GetDouble()).ToArray();
        Assert.All(vectors, v => Assert.Equal(1, Math.Sqrt(v.Sum(x => x * x)), 1e-3));
        Assert.All(vectors[0].Zip(vectors[2]).Concat(vectors[0].Zip(alone)), p => Assert.Equal(p.First, p.Second, 1e-3));
        Assert.Contains(vectors[0].Zip(vectors[1]), p => Math.Abs(p.First - p.Second) > 1e-2);
    }

    [Fact]
    public async Task Tokens_are_counted_by_the_model_itself()
    {
        object[] messages = [new { role = "user", content = "How many tokens are these words?" }];
        var asked = await PostAsync("/v1/chat/completions", new { model = "says", messages, max_tokens = 1 });
        using var request = Ask.Post("/v1/messages/count_tokens", JsonSerializer.Serialize(new { model = "says", messages }));
        request.Headers.Add("anthropic-version", "2023-06-01");
        using var counted = await one.Caller.SendAsync(request, Cancel);
        Assert.Equal(asked.GetProperty("usage").GetProperty("prompt_tokens").GetInt32(), (await counted.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("input_tokens").GetInt32());
    }

    [Fact]
    public async Task A_model_is_loaded_and_unloaded_as_Ollamas_callers_ask()
    {
        await PostAsync("/api/generate", new { model = "tiny", keep_alive = "10m" });
        await Eventually.TrueAsync(async () => (await RunningAsync()).Contains("tiny"));
        await PostAsync("/api/generate", new { model = "tiny", keep_alive = 0 });
        await Eventually.TrueAsync(async () => !(await RunningAsync()).Contains("tiny"));
        async Task<List<string?>> RunningAsync() => [.. (await one.Caller.GetFromJsonAsync<JsonElement>("/api/ps", Cancel)).GetProperty("models").EnumerateArray().Select(m => m.GetProperty("name").GetString())];
    }

    [Fact]
    public async Task Json_is_what_a_schema_asks_for()
    {
        var schema = JsonNode.Parse("""{"type":"object","properties":{"name":{"type":"string","maxLength":8},"age":{"type":"integer","minimum":0,"maximum":120}},"required":["name","age"],"additionalProperties":false}""");
        var answer = await PostAsync("/v1/chat/completions", new { model = "tiny", messages = new[] { new { role = "user", content = "Who?" } }, max_tokens = 200, seed = 3, response_format = new { type = "json_schema", json_schema = new { name = "person", schema } } });
        var person = JsonDocument.Parse(answer.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString()!).RootElement;
        Assert.InRange(person.GetProperty("age").GetInt32(), 0, 120);
        Assert.True(person.GetProperty("name").GetString()!.Length <= 8);
    }

    [Fact]
    public async Task A_tool_is_called_in_the_callers_dialect()
    {
        var parameters = JsonNode.Parse("""{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}""");
        object[] messages = [new { role = "user", content = "How is the weather?" }];
        var tools = new[] { new { type = "function", function = new { name = "weather", description = "Tells it", parameters } } };

        var openAi = (await PostAsync("/v1/chat/completions", new { model = "calls", messages, tools, temperature = 0 })).GetProperty("choices")[0];
        var call = openAi.GetProperty("message").GetProperty("tool_calls")[0].GetProperty("function");
        Assert.Equal(("tool_calls", "weather", """{"city":"Oslo"}"""), (openAi.GetProperty("finish_reason").GetString(), call.GetProperty("name").GetString(), Compact(call.GetProperty("arguments").GetString()!)));

        var ollama = (await PostAsync("/api/chat", new { model = "calls", messages, tools, stream = false, options = new { temperature = 0 } })).GetProperty("message").GetProperty("tool_calls")[0].GetProperty("function");
        Assert.Equal(("weather", "Oslo"), (ollama.GetProperty("name").GetString(), ollama.GetProperty("arguments").GetProperty("city").GetString()));

        var anthropic = await PostAsync("/v1/messages", new { model = "calls", messages, max_tokens = 200, temperature = 0, tools = new[] { new { name = "weather", input_schema = parameters } } });
        Assert.Equal(("tool_use", "Oslo"), (anthropic.GetProperty("stop_reason").GetString(), anthropic.GetProperty("content").EnumerateArray().Single(c => c.GetProperty("type").GetString() == "tool_use").GetProperty("input").GetProperty("city").GetString()));
    }

    [Fact]
    public async Task A_tool_that_must_be_called_is_called_by_a_model_that_would_not()
    {
        var tools = new[] { new { type = "function", function = new { name = "pick", parameters = JsonNode.Parse("""{"type":"object","properties":{"number":{"type":"integer","minimum":1,"maximum":9}},"required":["number"],"additionalProperties":false}""") } } };
        var answer = await PostAsync("/v1/chat/completions", new { model = "tiny", messages = new[] { new { role = "user", content = "Pick" } }, tools, tool_choice = "required", max_tokens = 300, seed = 5 });
        var arguments = JsonDocument.Parse(answer.GetProperty("choices")[0].GetProperty("message").GetProperty("tool_calls")[0].GetProperty("function").GetProperty("arguments").GetString()!).RootElement;
        Assert.InRange(arguments.GetProperty("number").GetInt32(), 1, 9);
    }

    [Fact]
    public async Task Thoughts_are_told_apart()
    {
        var openAi = (await PostAsync("/v1/chat/completions", new { model = "thinks", messages = new[] { new { role = "user", content = "Which?" } }, temperature = 0 })).GetProperty("choices")[0].GetProperty("message");
        Assert.Equal(("Hm, which?", "That one."), (openAi.GetProperty("reasoning_content").GetString(), openAi.GetProperty("content").GetString()));
        var ollama = (await PostAsync("/api/chat", new { model = "thinks", think = true, stream = false, messages = new[] { new { role = "user", content = "Which?" } }, options = new { temperature = 0 } })).GetProperty("message");
        Assert.Equal(("Hm, which?", "That one."), (ollama.GetProperty("thinking").GetString(), ollama.GetProperty("content").GetString()));
    }

    private static string Compact(string json) => JsonNode.Parse(json)!.ToJsonString();

    private async Task<JsonElement> PostAsync(string path, object body)
    {
        using var answer = await one.Caller.PostAsJsonAsync(path, body, Cancel);
        var text = await answer.Content.ReadAsStringAsync(Cancel);
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonDocument.Parse(path.StartsWith("/api/generate", StringComparison.Ordinal) ? text.Split('\n')[^2] : text).RootElement;
    }
}
