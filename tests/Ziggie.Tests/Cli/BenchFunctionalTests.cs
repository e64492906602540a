using Ziggie.Simulator;
using Ziggie.Wire;

namespace Ziggie.Tests.Cli;

/// <summary><c>ziggie bench</c> through a running control center, against model servers of each kind.</summary>
public sealed class BenchFunctionalTests(WholeCli cli) : IClassFixture<WholeCli>
{
    [Theory(Timeout = 60_000)]
    [InlineData(Dialect.OpenAi)]
    [InlineData(Dialect.Ollama)]
    [InlineData(Dialect.Anthropic)]
    public async Task Models_of_any_backend_are_measured(Dialect dialect)
    {
        await using var backend = await cli.BackendAsync(dialect, options: SimulatorOptions.Instant with { Tokens = 10 });

        var data = await cli.JsonAsync("bench", backend.Model, "-c", "1,4", "-n", "8", "--max-tokens", "10");

        Assert.Equal(2, data.GetProperty("levels").GetArrayLength());
        foreach (var level in data.GetProperty("levels").EnumerateArray())
        {
            Assert.Equal((8, 0, 80), (level.GetProperty("answered").GetInt32(), level.GetProperty("failed").GetInt32(), level.GetProperty("completionTokens").GetInt32()));
            Assert.Equal(backend.Name, level.GetProperty("backends")[0].GetString());
            Assert.True(level.GetProperty("promptTokens").GetInt32() > 0);
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task Waiting_for_a_free_place_shows_as_queue_time()
    {
        await using var backend = await cli.BackendAsync(Dialect.OpenAi, options: SimulatorOptions.Instant with { Tokens = 5, First = TimeSpan.FromMilliseconds(20) }, maxConcurrency: 1);

        var data = await cli.JsonAsync("bench", $"{backend.Name}/{backend.Model}", "-c", "4", "-n", "8");

        var level = data.GetProperty("levels")[0];
        Assert.Equal(8, level.GetProperty("answered").GetInt32());
        Assert.True(level.GetProperty("queueMs").GetProperty("p95").GetDouble() > 0);
    }

    [Fact(Timeout = 60_000)]
    public async Task Failures_and_unknown_models_are_told()
    {
        await using var backend = await cli.BackendAsync(Dialect.OpenAi, maxConcurrency: 1, maxQueue: 0, options: SimulatorOptions.Instant with { Tokens = 3, First = TimeSpan.FromMilliseconds(50) });

        var crowded = await cli.JsonAsync("bench", backend.Model, "-c", "6", "-n", "6");
        var unknown = await cli.RunAsync("bench", "no-such-model");

        var level = crowded.GetProperty("levels")[0];
        Assert.Equal(6, level.GetProperty("answered").GetInt32() + level.GetProperty("failed").GetInt32());
        Assert.True(level.GetProperty("failed").GetInt32() > 0);
        Assert.NotEqual("", level.GetProperty("errors")[0].GetProperty("cause").GetString());
        Assert.Equal((1, ""), (unknown.Code, unknown.Out));
        Assert.Contains("no-such-model", unknown.Errors, StringComparison.Ordinal);
    }
}
