using System.Text.Json;
using Ziggie.Simulator;
using Ziggie.Simulator.Replies;
using Ziggie.Tests.Support;
using Ziggie.Wire;

namespace Ziggie.Tests.Simulator;

public sealed class SimulatedModelTests
{
    private static readonly JsonElement City = Json("""{"type":"object","properties":{"city":{"type":"string"}},"required":["city"],"additionalProperties":false}""");

    [Fact]
    public async Task Says_that_it_is_simulated_how_to_connect_a_real_model_and_what_was_asked()
    {
        var reply = await AskAsync(Chat("What is the weather?"), SimulatorOptions.Demo with { First = TimeSpan.Zero, Gap = TimeSpan.Zero });

        Assert.StartsWith("This is a simulated reply from Ziggie's built-in demo model.", reply.Text, StringComparison.Ordinal);
        Assert.Contains("start Ollama, llama-server, vLLM or LM Studio", reply.Text, StringComparison.Ordinal);
        Assert.Contains("“What is the weather?”", reply.Text, StringComparison.Ordinal);
        Assert.Equal(FinishReason.Stop, reply.Reason);
    }

    [Fact]
    public async Task The_same_request_gets_the_same_reply_and_another_seed_another()
    {
        var request = Chat("Hello") with { Sampling = new SamplingOptions { Seed = 1 } };
        var options = SimulatorOptions.Instant with { Tokens = 200 };

        var first = await AskAsync(request, options);

        Assert.Equal(first.Text, (await AskAsync(request, options)).Text);
        Assert.NotEqual(first.Text, (await AskAsync(request, options with { Seed = 2 })).Text);
        Assert.NotEqual(first.Text, (await AskAsync(request with { Sampling = new SamplingOptions { Seed = 2 } }, options)).Text);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(64)]
    [InlineData(500)]
    public async Task Says_and_counts_exactly_the_tokens_it_was_told_to(int tokens)
    {
        var reply = await AskAsync(Chat("Hello there, model"), SimulatorOptions.Instant with { Tokens = tokens });

        Assert.Equal(tokens, reply.Used.Completion);
        Assert.Equal(tokens, Tokens.Count(reply.Text));
        Assert.Equal(Tokens.Count("Hello there, model"), reply.Used.Prompt);
    }

    [Fact]
    public async Task Max_tokens_cuts_the_reply()
    {
        var reply = await AskAsync(Chat("Hello") with { Sampling = new SamplingOptions { MaxTokens = 4 } });

        Assert.Equal("This is a simulated", reply.Text);
        Assert.Equal(FinishReason.Length, reply.Reason);
        Assert.Equal(4, reply.Used.Completion);
    }

    [Fact]
    public async Task Ends_before_the_first_of_the_stop_strings()
    {
        var reply = await AskAsync(Chat("[[say:one two three four]]") with { Sampling = new SamplingOptions { Stop = ["four", "three"] } });

        Assert.Equal("one two ", reply.Text);
        Assert.Equal((FinishReason.StopSequence, "three"), (reply.Reason, reply.StopSequence));
    }

    [Fact]
    public async Task Stops_in_the_middle_of_what_it_makes_up()
    {
        var options = SimulatorOptions.Instant with { Tokens = 5000 };
        var whole = (await AskAsync(Chat("Hello"), options)).Text;
        var stop = whole[20_000..20_040];

        var reply = await AskAsync(Chat("Hello") with { Sampling = new SamplingOptions { Stop = ["nowhere", stop] } }, options);

        Assert.Equal(whole[..whole.IndexOf(stop, StringComparison.Ordinal)], reply.Text);
        Assert.Equal((FinishReason.StopSequence, stop, Tokens.Count(reply.Text)), (reply.Reason, reply.StopSequence, reply.Used.Completion));
    }

    [Fact]
    public void A_long_reply_is_made_as_it_is_said()
    {
        var model = new SimulatedModel(SimulatorOptions.Instant);
        var request = Chat("[[tokens:1000000]]");
        model.Plan(request);
        var before = GC.GetAllocatedBytesForCurrentThread();

        var plan = model.Plan(request);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200_000);
        Assert.Equal(1_000_000, plan.Usage.Completion);
        Assert.Equal(10, plan.Pieces.Take(10).Count());
    }

    [Theory]
    [InlineData(ToolChoiceMode.Required, null)]
    [InlineData(ToolChoiceMode.Named, "weather")]
    public async Task Calls_the_tool_that_it_must_call_with_arguments_that_fit(ToolChoiceMode mode, string? name)
    {
        var reply = await AskAsync(Chat("Hello") with { Tools = [new ToolDefinition("weather", null, City)], ToolChoice = new ToolChoice(mode, name) });

        var call = Assert.Single(reply.Calls);
        Assert.Equal("weather", call.Name);
        Assert.Equal(JsonValueKind.String, Json(call.Arguments).GetProperty("city").ValueKind);
        Assert.Equal(FinishReason.ToolCalls, reply.Reason);
        Assert.Equal("", reply.Text);
    }

    [Fact]
    public async Task Calls_no_tool_where_it_only_may()
    {
        var reply = await AskAsync(Chat("Hello") with { Tools = [new ToolDefinition("weather", null, City)] });

        Assert.Empty(reply.Calls);
    }

    [Fact]
    public async Task A_prompt_orders_text_thinking_and_several_tool_calls()
    {
        var reply = await AskAsync(Chat("""[[think:hm]][[say:Let me see.]][[tool:a {"x":[[1]]}]] and [[tool:b]]"""));

        Assert.Equal(("hm", "Let me see."), (reply.Thought, reply.Text));
        Assert.Equal([("a", """{"x":[[1]]}"""), ("b", "{}")], reply.Calls.Select(c => (c.Name, c.Arguments)));
        Assert.Equal(2, reply.Calls.Select(c => c.Id).Distinct().Count());
    }

    [Fact]
    public async Task Answers_a_tool_result_instead_of_calling_again()
    {
        var request = Chat("[[tool:weather]]") with
        {
            Messages =
            [
                Message.Of(MessageRole.User, "[[tool:weather]]"),
                new Message(MessageRole.Assistant, [new ToolCallPart("call_1", "weather", "{}")]),
                new Message(MessageRole.Tool, [new ToolResultPart("call_1", "weather", [new TextPart("Sunny, 21 °C.")])]),
            ],
        };

        var reply = await AskAsync(request, SimulatorOptions.Instant with { Tokens = null });

        Assert.Empty(reply.Calls);
        Assert.Contains("The tool weather answered: Sunny, 21 °C.", reply.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Takes_no_orders_from_prompts_where_that_is_off()
    {
        var reply = await AskAsync(Chat("[[say:I am real]]"), SimulatorOptions.Demo with { First = TimeSpan.Zero, Gap = TimeSpan.Zero });

        Assert.StartsWith("This is a simulated reply", reply.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Structured_output_fits_its_schema()
    {
        var reply = await AskAsync(Chat("Hello") with { Output = new OutputFormat(City) });

        Assert.Equal(JsonValueKind.String, Json(reply.Text).GetProperty("city").ValueKind);
    }

    [Fact]
    public async Task Thinks_when_asked_and_counts_it()
    {
        var reply = await AskAsync(Chat("Hello") with { Thinking = new Thinking(true) });

        Assert.StartsWith("Simulated thinking", reply.Thought, StringComparison.Ordinal);
        Assert.Equal(Tokens.Count(reply.Thought), reply.Used.Reasoning);
        Assert.Equal(Tokens.Count(reply.Thought) + Tokens.Count(reply.Text), reply.Used.Completion);
        Assert.Equal("", (await AskAsync(Chat("Hello") with { Thinking = new Thinking(false) })).Thought);
    }

    [Fact]
    public async Task Describes_pictures()
    {
        var picture = new ImagePart("image/png", Convert.ToBase64String(new byte[1234]));
        var request = Chat("") with { Messages = [new Message(MessageRole.User, [new TextPart("What is this?"), picture])] };

        Assert.Contains("1 image: an image of 1,234 bytes, image/png.", (await AskAsync(request)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gives_log_probabilities_when_asked()
    {
        var reply = await AskAsync(Chat("[[say:one two]]") with { Sampling = new SamplingOptions { LogProbs = true, TopLogProbs = 2 } });

        Assert.Equal(2, reply.Probabilities.Count);
        var token = Json(reply.Probabilities[0]).GetProperty("content")[0];
        Assert.Equal("one", token.GetProperty("token").GetString());
        Assert.Equal(2, token.GetProperty("top_logprobs").GetArrayLength());
    }

    [Fact]
    public async Task Embeddings_have_length_one_and_are_closer_for_texts_that_share_words()
    {
        var reply = await AskAsync(new ModelRequest
        {
            Operation = Operation.Embeddings,
            Inputs = ["the red fox jumps", "The RED fox sleeps!", "quarterly tax report", ""],
            Dimensions = 128,
        });

        Assert.All(reply.Vectors, v => Assert.Equal(1, v.Sum(x => (double)x * x), 4));
        Assert.All(reply.Vectors, v => Assert.Equal(128, v.Length));
        Assert.True(Cosine(reply.Vectors[0], reply.Vectors[1]) > 0.5);
        Assert.True(Cosine(reply.Vectors[0], reply.Vectors[2]) < 0.4);
        Assert.Equal(4 + 5 + 3, reply.Used.Prompt);
    }

    [Fact]
    public async Task Counts_tokens()
    {
        var reply = await AskAsync(Chat("one two, three") with { Operation = Operation.CountTokens });

        Assert.Equal(4, reply.Used.Prompt);
        Assert.Equal("", reply.Text);
    }

    [Fact]
    public async Task An_empty_chat_loads_or_unloads()
    {
        var empty = Chat("") with { Messages = [] };

        Assert.Equal(FinishReason.Load, (await AskAsync(empty)).Reason);
        Assert.Equal(FinishReason.Unload, (await AskAsync(empty with { KeepAlive = "0" })).Reason);
    }

    [Fact]
    public async Task Waits_for_the_first_token_and_between_tokens()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var time = new ManualTime();
        var sink = new RecordingSink();
        var said = new List<(TimeSpan At, string Text)>();
        var start = time.GetUtcNow();
        var model = new SimulatedModel(SimulatorOptions.Instant with { First = TimeSpan.FromMilliseconds(200), Gap = TimeSpan.FromMilliseconds(20), Time = time });

        var answer = model.AnswerAsync(Chat("[[say:one two three]]"), sink, _ =>
        {
            said.Add((time.GetUtcNow() - start, sink.Text));
            return ValueTask.CompletedTask;
        }, cancellation);
        while (!answer.IsCompleted)
        {
            await Task.WhenAny(answer, time.WaitForWaiterAsync(cancellation));
            time.Advance(TimeSpan.FromMilliseconds(10));
        }
        await answer;

        Assert.Equal([(200.0, "one"), (220, "one two"), (240, "one two three")], said.Select(s => (s.At.TotalMilliseconds, s.Text)));
        Assert.Equal(200_000_000, sink.Used.PromptNs);
        Assert.Equal(40_000_000, sink.Used.EvalNs);
    }

    [Fact]
    public async Task The_first_rule_of_a_script_that_fits_holds_and_the_prompt_has_the_last_word()
    {
        var script = SimulatorScript.Parse("""
            [ { "match": "WEATHER", "toolCalls": [ { "name": "weather", "arguments": { "city": "Oslo" } } ] },
              { "match": "fail", "status": 503, "error": "Try later." },
              { "reply": "Anything else?", "thinking": "hm" } ]
            """);
        var options = SimulatorOptions.Instant with { Script = script };

        Assert.Equal("""{ "city": "Oslo" }""", Assert.Single((await AskAsync(Chat("The weather, please"), options)).Calls).Arguments);
        Assert.Equal(("hm", "Anything else?"), (await AskAsync(Chat("Hi"), options)) is var hi ? (hi.Thought, hi.Text) : default);
        Assert.Equal("No.", (await AskAsync(Chat("Hi [[say:No.]]"), options)).Text);
        Assert.Equal((ErrorKind.Overloaded, "Try later."), (await AskAsync(Chat("fail"), options)).Failure is { } f ? (f.Kind, f.Message) : default);
    }

    [Theory]
    [InlineData("{}", "must be a JSON list of rules")]
    [InlineData("""[{"reply":"a"},{"replyy":"b"}]""", "replyy")]
    [InlineData("""[{"reply":"a"},{"status":200}]""", "Rule 2: status must be from 400 to 599, but is 200.")]
    [InlineData("""[{"fault":"explode"}]""", "Rule 1: \"explode\" is no fault.")]
    public void A_broken_script_says_what_is_wrong_where(string json, string complaint) =>
        Assert.Contains(complaint, Assert.Throws<FormatException>(() => SimulatorScript.Parse(json)).Message, StringComparison.Ordinal);

    private static ModelRequest Chat(string text) =>
        new() { Operation = Operation.Chat, Model = "demo", Messages = [Message.Of(MessageRole.User, text)] };

    private static async Task<RecordingSink> AskAsync(ModelRequest request, SimulatorOptions? options = null)
    {
        var sink = new RecordingSink();
        await new SimulatedModel(options ?? SimulatorOptions.Instant).AnswerAsync(request, sink, _ => ValueTask.CompletedTask, TestContext.Current.CancellationToken);
        return sink;
    }

    private static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;

    private static double Cosine(float[] a, float[] b) => a.Zip(b, (x, y) => (double)x * y).Sum();
}
