using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Ziggie.Tests.Gateway.Paths;
using Ziggie.Tests.Support;
using Ziggie.Wire;

namespace Ziggie.Tests.Models.Engine;

/// <summary>What may go wrong with the engine, through the front door.</summary>
public sealed class EngineBadDaysFunctionalTests(EngineBadDaysFunctionalTests.Ziggies one) : IClassFixture<EngineBadDaysFunctionalTests.Ziggies>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_engine_that_dies_in_mid_stream_costs_its_streams_and_nothing_else()
    {
        using var response = await one.Caller.SendAsync(Endless("tiny"), HttpCompletionOption.ResponseHeadersRead, Cancel);
        await using var stream = await response.Content.ReadAsStreamAsync(Cancel);
        using var reader = new StreamReader(stream);
        await reader.ReadLineAsync(Cancel);

        await EngineSignals.SendAsync(one.Admin, EngineSignals.Kill);

        var rest = await reader.ReadToEndAsync(Cancel);
        Assert.Contains("\"error\"", rest, StringComparison.Ordinal);
        Assert.DoesNotContain("[DONE]", rest, StringComparison.Ordinal);
        Assert.Equal(EngineZiggie.Said, (await one.Caller.ChatAsync(Dialect.OpenAi, "says", "hello", stream: false)).Said);
    }

    [Fact]
    public async Task An_engine_that_dies_while_it_loads_is_told_and_started_again()
    {
        await one.Caller.ChatAsync(Dialect.OpenAi, "says", "hello", stream: false);
        await EngineSignals.SendAsync(one.Admin, EngineSignals.Stop);
        var asked = one.Caller.ChatAsync(Dialect.OpenAi, "other", "hello", stream: false);
        await Eventually.TrueAsync(async () => (await one.Admin.GetFromJsonAsync<JsonElement>("/api/backends", Cancel)).GetProperty("items").EnumerateArray().Any(b => b.GetProperty("inFlight").GetInt32() > 0));

        await EngineSignals.SendAsync(one.Admin, EngineSignals.Kill);

        // It may be tried once more by itself; what it must not do is hang or lie.
        var answer = await asked;
        Assert.True(answer.Status is 200 or 502, answer.ToString());
        var again = await one.Caller.ChatAsync(Dialect.OpenAi, "other", "hello", stream: false);
        Assert.True(again.Status == 200, again.ToString());
    }

    [Fact]
    public async Task A_tokenizer_that_this_build_does_not_know_is_named_and_others_go_on()
    {
        var answer = await one.Caller.ChatAsync(Dialect.OpenAi, "odd", "hello", stream: false);
        Assert.True(answer.Status == 400, answer.ToString());
        Assert.Contains("tokenizer", answer.Error, StringComparison.Ordinal);
        Assert.Contains("odd.gguf", answer.Error, StringComparison.Ordinal);
        Assert.Equal(200, (await one.Caller.ChatAsync(Dialect.OpenAi, "says", "hello", stream: false)).Status);
    }

    [Fact]
    public async Task A_model_larger_than_the_memory_is_refused_with_both_sizes()
    {
        var answer = await one.Caller.ChatAsync(Dialect.OpenAi, "huge", "hello", stream: false);
        Assert.True(answer.Status == 400, answer.ToString());
        Assert.Matches(@"needs about \d.* of memory, but the engine may use", answer.Error);
    }

    [Fact]
    public async Task Models_that_do_not_fit_together_take_turns()
    {
        foreach (var model in (string[])["says", "other", "says", "tiny", "other"])
        {
            var answer = await one.Caller.ChatAsync(Dialect.OpenAi, model, "hello", stream: false);
            Assert.True(answer.Status == 200, $"{model}: {answer}");
        }
    }

    [Fact]
    public async Task A_load_for_which_the_system_has_no_memory_is_told_and_others_go_on()
    {
        await one.Caller.ChatAsync(Dialect.OpenAi, "says", "hello", stream: false);
        var pid = await EngineSignals.ProcessIdAsync(one.Admin);
        var most = File.ReadLines($"/proc/{pid}/status").First(l => l.StartsWith("VmSize:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1];
        EngineSignals.Limit(pid, (long.Parse(most, CultureInfo.InvariantCulture) + (24 << 10)) * 1024);

        var answer = await one.Caller.ChatAsync(Dialect.OpenAi, "wide", "hello", stream: false);

        Assert.True(answer.Status is 400 or 502, answer.ToString());
        Assert.Contains("memory", answer.Error, StringComparison.Ordinal);
        if (await EngineSignals.ProcessIdAsync(one.Admin) == pid) EngineSignals.Limit(pid, -1);
        Assert.Equal(200, (await one.Caller.ChatAsync(Dialect.OpenAi, "says", "hello", stream: false)).Status);
        Assert.Equal(200, (await one.Caller.ChatAsync(Dialect.OpenAi, "wide", "hello", stream: false)).Status);
    }

    [Theory]
    [InlineData("root ::= \"é\"")]
    [InlineData("root ::= \"a\" [а-я]+")]
    public async Task A_grammar_that_the_models_vocabulary_cannot_meet_is_told(string grammar)
    {
        using var answer = await one.Caller.PostAsJsonAsync("/v1/completions", new { model = "ascii", prompt = "a", grammar }, Cancel);
        var said = await answer.Content.ReadAsStringAsync(Cancel);
        Assert.True(answer.StatusCode == HttpStatusCode.BadRequest, said);
        Assert.Contains("No token of this model satisfies the grammar", said, StringComparison.Ordinal);
        Assert.Equal(200, (await one.Caller.ChatAsync(Dialect.OpenAi, "says", "hello", stream: false)).Status);
    }

    [Fact]
    public async Task A_grammar_that_is_none_is_refused()
    {
        using var answer = await one.Caller.PostAsJsonAsync("/v1/completions", new { model = "tiny", prompt = "a", grammar = "root ::= (" }, Cancel);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("grammar", await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_caller_who_leaves_while_the_prompt_is_read_stops_the_reading()
    {
        object Body() => new { model = "slow", prompt = string.Concat(Enumerable.Range(0, 1500).Select(i => $"{i} ")), max_tokens = 1, temperature = 0 };
        using var leave = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        await one.Caller.PostAsJsonAsync("/v1/completions", new { model = "slow", prompt = "load", max_tokens = 1 }, Cancel);
        var asked = one.Caller.PostAsJsonAsync("/v1/completions", Body(), leave.Token);
        await Eventually.TrueAsync(async () => await RunningAsync() > 0);

        await leave.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
        using var again = await one.Caller.PostAsJsonAsync("/v1/completions", Body(), Cancel);
        var usage = (await again.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("usage");
        Assert.True(usage.GetProperty("prompt_tokens_details").GetProperty("cached_tokens").GetInt32() < usage.GetProperty("prompt_tokens").GetInt32() - 1, usage.ToString());
    }

    private static HttpRequestMessage Endless(string model) =>
        Ask.Post("/v1/completions", JsonSerializer.Serialize(new { model, prompt = "a", max_tokens = 100_000, stream = true, logit_bias = new Dictionary<string, int> { ["2"] = -100 } }));

    private async Task<int> RunningAsync() => (await one.Admin.GetFromJsonAsync<JsonElement>("/api/engine", Cancel)).GetProperty("models").EnumerateArray().Sum(m => m.GetProperty("running").GetInt32());

    /// <summary>With little memory and files that are hard to serve.</summary>
    public sealed class Ziggies : EngineZiggie
    {
        protected override IReadOnlyList<string> Shared => [];

        protected override string Settings => "slots: 1, threads: 1, memory: 100MiB, models: [{ name: slow, context: 8192 }, { name: wide, context: 262144 }]";

        protected override void Fill(string folder)
        {
            GgufBuilder.TinyLlama(Path.Combine(folder, "other.gguf"), seed: 9, new TinyLlamaOptions { Context = 512, Says = "Something else." });
            GgufBuilder.TinyLlama(Path.Combine(folder, "odd.gguf"), seed: 10, new TinyLlamaOptions { Metadata = new Dictionary<string, object> { ["tokenizer.ggml.model"] = "made-up" } });
            GgufBuilder.TinyLlama(Path.Combine(folder, "huge.gguf"), seed: 11, new TinyLlamaOptions { Embedding = 512, Heads = 4, Layers = 8, FeedForward = 4096 });
            // Only printable ASCII: what are bytes elsewhere are plain pieces here.
            GgufBuilder.TinyLlama(Path.Combine(folder, "ascii.gguf"), seed: 13, new TinyLlamaOptions
            {
                Metadata = new Dictionary<string, object> { ["tokenizer.ggml.token_type"] = new TinyVocabulary().Types.Select(t => t == TinyVocabulary.Byte ? TinyVocabulary.Normal : t).ToList() },
            });
            GgufBuilder.TinyLlama(Path.Combine(folder, "wide.gguf"), seed: 14, new TinyLlamaOptions { Context = 1 << 18, Embedding = 64, Says = "Room enough." });
            GgufBuilder.TinyLlama(Path.Combine(folder, "slow.gguf"), seed: 12, new TinyLlamaOptions { Context = 8192, Embedding = 256, Layers = 6, FeedForward = 512 });
        }
    }
}
