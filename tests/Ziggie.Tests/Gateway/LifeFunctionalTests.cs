using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json;
using Ziggie.Simulator;
using Ziggie.Tests.Gateway.Paths;
using Ziggie.Tests.Storage;
using Ziggie.Tests.Support;
using Ziggie.Wire;

namespace Ziggie.Tests.Gateway;

/// <summary>What happens to requests, records and models when the program is killed, stopped or told otherwise.</summary>
public sealed class LifeFunctionalTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact(Timeout = 120_000)]
    public async Task Every_request_that_was_answered_is_recorded_once_also_after_kill_9()
    {
        await using var server = await SimulatorServer.StartAsync(SimulatorOptions.Instant with { Tokens = 5 }, Cancel);
        await using var ziggie = await ZiggieProcess.StartAsync(Config(server), Cancel);
        var answered = new ConcurrentDictionary<string, bool>();
        var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var callers = Enumerable.Range(0, 8).Select(i => Task.Run(async () =>
        {
            try
            {
                while (true)
                {
                    var answer = await ziggie.Caller.ChatAsync((Dialect)(i % 3), "demo", "Hello", stream: i % 2 == 0);
                    if (answer.Status == 200) Assert.True(answered.TryAdd(answer.Header("x-request-id"), answer.SaysDone));
                    if (answered.Count >= 200) enough.TrySetResult();
                }
            }
            catch (Exception e) when (e is HttpRequestException or IOException)
            {
                // Killed: what was not answered counts for nothing.
            }
        }, Cancel)).ToList();
        await enough.Task.WaitAsync(Cancel);

        await ziggie.KillAsync(Cancel);
        await Task.WhenAll(callers);
        await DiskFullFunctionalTests.AssertIntactAsync(Path.Combine(ziggie.DataPath, "ziggie.db"));
        await ziggie.StartAgainAsync(Cancel);

        var recorded = await SteadyCallers.RecordedAsync(ziggie);
        Assert.Equal(recorded.Count, recorded.Distinct().Count());
        Assert.Empty(answered.Keys.Except(recorded));
        // Under way at the kill were eight at most.
        Assert.InRange(recorded.Count, answered.Count, answered.Count + 8);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_running_stream_finishes_after_SIGTERM_and_the_program_ends_well()
    {
        await using var server = await SimulatorServer.StartAsync(SimulatorOptions.Instant with { Tokens = null }, Cancel);
        await using var ziggie = await ZiggieProcess.StartAsync(Config(server), Cancel);
        using var running = await ziggie.Caller.OpenAsync(Dialect.OpenAi, "demo", "[[tokens:30]] [[gap:20]]");

        var stopping = ziggie.StopAsync(Cancel);

        var rest = new Answer(Dialect.OpenAi, 200, await running.Content.ReadAsStringAsync(Cancel), new Dictionary<string, string>());
        Assert.True(rest.SaysDone, rest.Body);
        Assert.Null(rest.ErrorInStream);
        Assert.Equal(0, await stopping);
        await Assert.ThrowsAsync<HttpRequestException>(() => ziggie.Caller.GetAsync("/health", Cancel));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_broken_edit_keeps_the_old_configuration_and_a_mended_one_is_taken()
    {
        await using var server = await SimulatorServer.StartAsync(SimulatorOptions.Instant with { Models = ["kept"] }, Cancel);
        await using var other = await SimulatorServer.StartAsync(SimulatorOptions.Instant with { Models = ["added"] }, Cancel);
        await using var ziggie = await ZiggieProcess.StartAsync(Config(server), Cancel);

        await File.WriteAllTextAsync(ziggie.ConfigPath, "backends: [ { name: broken, typo: x } ]\n", Cancel);
        await Eventually.TrueAsync(() => ziggie.Output.Contains("typo", StringComparison.Ordinal));

        Assert.Equal(200, (await ziggie.Caller.ChatAsync(Dialect.OpenAi, "kept", "Hello", stream: false)).Status);

        await File.WriteAllTextAsync(ziggie.ConfigPath, Config(server) + $"  - {{ name: other, type: openai, url: \"{other.Url}v1\" }}\n", Cancel);
        await Eventually.TrueAsync(async () => (await ziggie.Caller.ChatAsync(Dialect.OpenAi, "added", "Hello", stream: false)).Status == 200);
        Assert.Equal(200, (await ziggie.Caller.ChatAsync(Dialect.OpenAi, "kept", "Hello", stream: false)).Status);
    }

    [Fact(Timeout = 60_000)]
    public async Task Demo_stands_in_until_a_real_backend_is_added()
    {
        await using var server = await SimulatorServer.StartAsync(SimulatorOptions.Instant with { Models = ["real"] }, Cancel);
        await using var ziggie = await ZiggieProcess.StartAsync("discovery: { enabled: false }\n", Cancel);

        foreach (var dialect in (Dialect[])[Dialect.OpenAi, Dialect.Ollama, Dialect.Anthropic])
        {
            var answer = await ziggie.Caller.ChatAsync(dialect, "demo", "Hello", stream: true);
            Assert.True(answer is { Status: 200, SaysDone: true }, answer.ToString());
            Assert.Contains("simulated", answer.Said, StringComparison.Ordinal);
        }
        Assert.Contains("simulated", ziggie.Output, StringComparison.Ordinal);
        Assert.Equal(("demo", true), Assert.Single(await ModelsAsync(ziggie)));

        using var added = await ziggie.Admin.PostAsJsonAsync("/api/backends", new { name = "real", type = "openai", url = $"{server.Url}v1" }, Cancel);

        Assert.True(added.IsSuccessStatusCode);
        Assert.Equal(("real", false), Assert.Single(await ModelsAsync(ziggie)));
        Assert.Equal(404, (await ziggie.Caller.ChatAsync(Dialect.OpenAi, "demo", "Hello", stream: false)).Status);

        using var removed = await ziggie.Admin.DeleteAsync("/api/backends/real", Cancel);
        Assert.Equal(("demo", true), Assert.Single(await ModelsAsync(ziggie)));
    }

    [Fact(Timeout = 60_000)]
    public async Task Demo_stays_where_it_was_asked_to()
    {
        await using var server = await SimulatorServer.StartAsync(SimulatorOptions.Instant with { Models = ["real"] }, Cancel);
        await using var ziggie = await ZiggieProcess.StartAsync(Config(server), Cancel, null, "--demo");

        Assert.Equal(200, (await ziggie.Caller.ChatAsync(Dialect.OpenAi, "real", "Hello", stream: false)).Status);
        var demo = await ziggie.Caller.ChatAsync(Dialect.OpenAi, "demo", "Hello", stream: false);
        Assert.Equal(200, demo.Status);
        Assert.Contains("simulated", demo.Said, StringComparison.Ordinal);
    }

    private static string Config(SimulatorServer server) => $"backends:\n  - {{ name: simulated, type: openai, url: \"{server.Url}v1\" }}\n";

    private static async Task<List<(string?, bool)>> ModelsAsync(ZiggieProcess ziggie) =>
        [.. Answer.Items(await ziggie.Caller.GetFromJsonAsync<JsonElement>("/api/llm/models", Cancel)).Select(m => (m.GetProperty("name").GetString(), m.GetProperty("simulated").GetBoolean()))];
}
