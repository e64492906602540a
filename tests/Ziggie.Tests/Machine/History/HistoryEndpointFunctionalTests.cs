using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Ziggie.Http;
using Ziggie.Machine.History;
using Ziggie.Machine.Sampling;
using Ziggie.Machine.Sampling.Processes;
using Ziggie.Storage;
using Ziggie.Tests.Machine.Sampling;
using Ziggie.Tests.Storage;
using Ziggie.Tests.Support;

namespace Ziggie.Tests.Machine.History;

/// <summary>The history over HTTP, at a time that stands.</summary>
public sealed class HistoryEndpointFunctionalTests : IAsyncLifetime
{
    private readonly SqliteTestDatabase _database = new();
    private readonly FakeMachine _machine = new();
    private readonly ManualTime _time = new(HistorySamples.Start.AddHours(1));
    private TestHost? _host;
    private HttpClient? _client;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private HistoryRecorder Recorder => _host!.Services.GetRequiredService<HistoryRecorder>();

    public async ValueTask InitializeAsync()
    {
        await _database.InitializeAsync();
        _host = await TestHost.StartAsync(
            services =>
            {
                services.AddSingleton<IDatabase>(_database.Database).AddSingleton<TimeProvider>(_time).AddSingleton(_machine.Roots).AddSingleton<ProcessSampler>().AddSingleton<MachineMonitor>();
                services.AddSingleton(new MachineSampler(_machine.Roots, new BoundedCalls(TimeSpan.FromMinutes(1), 8, _time), _ => null, [], _time));
                services.AddMachineHistory();
                services.AddOpenApiDocument();
            },
            routes => routes.MapMachineHistory());
        _client = _host.As("viewer");
        var store = new HistoryStore(_database.Database);
        await store.WriteAsync(HistoryRecorder.Host, [HistorySamples.Sample(5, 10), HistorySamples.Sample(15, 20), HistorySamples.Sample(605, 40)], Cancel);
        await store.WriteAsync("other", [HistorySamples.Sample(5, 99)], Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        _client!.Dispose();
        await _host!.DisposeAsync();
        await _database.DisposeAsync();
        _machine.Dispose();
    }

    private Task<JsonElement> GetAsync(string query) => _client!.GetFromJsonAsync<JsonElement>($"/api/system/history{query}", Cancel);

    private static List<(string At, double Min, double Mean, double Max)> Points(JsonElement answer, int metric = 0) =>
        [.. answer.GetProperty("metrics")[metric].GetProperty("points").EnumerateArray()
            .Select(p => (p.GetProperty("at").GetString()!, p.GetProperty("min").GetDouble(), p.GetProperty("mean").GetDouble(), p.GetProperty("max").GetDouble()))];

    [Fact]
    public async Task Without_a_metric_it_lists_them()
    {
        var answer = await GetAsync("");
        Assert.Equal(Environment.MachineName, answer.GetProperty("host").GetString());
        Assert.Contains("other", answer.GetProperty("hosts").EnumerateArray().Select(h => h.GetString()));
        var cpu = answer.GetProperty("metrics")[0];
        Assert.Equal(("cpu.used", "Processors in use", "percent"), (cpu.GetProperty("name").GetString(), cpu.GetProperty("title").GetString(), cpu.GetProperty("unit").GetString()));
        Assert.False(cpu.TryGetProperty("points", out _));
    }

    [Fact]
    public async Task A_range_in_steps_with_least_mean_and_most()
    {
        var answer = await GetAsync("?metric=cpu.used,memory.used&from=2030-01-01T12:00:00Z&to=2030-01-01T13:00:00Z&step=1m");
        Assert.Equal("1m", answer.GetProperty("step").GetString());
        Assert.Equal([("2030-01-01T12:00:00+00:00", 10, 15, 20), ("2030-01-01T12:10:00+00:00", 40, 40, 40)], Points(answer));
        Assert.Equal("memory.used", answer.GetProperty("metrics")[1].GetProperty("name").GetString());
        Assert.Equal(2, Points(answer, 1).Count);
    }

    [Fact]
    public async Task Without_range_and_step_it_is_the_last_hour()
    {
        var answer = await GetAsync("?metric=cpu.used");
        Assert.Equal(("10s", 3), (answer.GetProperty("step").GetString(), Points(answer).Count));
        Assert.Equal(HistorySamples.Start, answer.GetProperty("from").GetDateTimeOffset());
    }

    [Fact]
    public async Task What_is_not_in_the_database_yet_is_there_too()
    {
        Recorder.Keep(HistorySamples.Stats(HistorySamples.Start.AddSeconds(610), cpu: 60));
        var answer = await GetAsync("?metric=cpu.used,gpu.GPU-1.memory&step=1m");
        Assert.Equal(("2030-01-01T12:10:00+00:00", 40, 50, 60), Points(answer)[^1]);
        Assert.Equal(12_000, Assert.Single(Points(answer, 1)).Mean);
        await Recorder.WriteAsync(Cancel);
        Assert.Equal(("2030-01-01T12:10:00+00:00", 40, 50, 60), Points(await GetAsync("?metric=cpu.used&step=1m"))[^1]);
    }

    [Fact]
    public async Task Another_machine_is_asked_for_by_name()
    {
        var answer = await GetAsync("?metric=cpu.used&host=other");
        Assert.Equal(("other", 99), (answer.GetProperty("host").GetString(), Assert.Single(Points(answer)).Mean));
    }

    [Theory]
    [InlineData("?metric=cpu.usd", "metric", "did you mean cpu.used")]
    [InlineData("?metric=memory.usage", "metric", "did you mean memory.used")]
    [InlineData("?metric=memory.whatever,cpu.used", "metric", "memory.used")]
    [InlineData("?metric=xyz", "metric", "leave metric out")]
    [InlineData("?metric=cpu.used&from=2030-01-02&to=2030-01-01", "from", "The range is empty")]
    [InlineData("?metric=cpu.used&from=yesterday", "from", "'yesterday' is not a time since 1970")]
    [InlineData("?metric=cpu.used&to=31.1.2030", "to", "is not a time since 1970")]
    [InlineData("?metric=cpu.used&step=5", "step", "'5' is not a length of time")]
    [InlineData("?metric=cpu.used&step=-1m", "step", "is not a length of time")]
    [InlineData("?metric=cpu.used&step=1ms", "step", "of at least a second")]
    [InlineData("?metric=cpu.used&step=99999999d", "step", "is not a length of time")]
    [InlineData("?host=nobody", "host", "There is no history of a machine 'nobody'")]
    public async Task Bad_input_is_said(string query, string field, string message)
    {
        using var answer = await _client!.GetAsync($"/api/system/history{query}", Cancel);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        Assert.Equal("bad_input", problem.GetProperty("code").GetString());
        Assert.Contains(message, problem.GetProperty("errors").GetProperty(field)[0].GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_who_may_read_may_ask()
    {
        using var anybody = new HttpClient { BaseAddress = _host!.Address };
        using var refused = await anybody.GetAsync("/api/system/history", Cancel);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
    }
}
