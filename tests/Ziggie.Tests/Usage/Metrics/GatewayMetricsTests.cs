using Ziggie.Settings;
using Ziggie.Usage.Metrics;
using Ziggie.Usage.Overview;
using Ziggie.Wire;

namespace Ziggie.Tests.Usage.Metrics;

public sealed class GatewayMetricsTests
{
    private readonly GatewayMetrics _metrics = new(new OverviewStats(TimeProvider.System));

    private static GatewayObservation Request(string model = "m1", int status = 200, GatewayFailure failure = GatewayFailure.None) => new()
    {
        Operation = Operation.Chat,
        Provider = BackendType.Ollama,
        Backend = "b1",
        RequestModel = model,
        ResponseModel = model,
        Status = status,
        Failure = failure,
        OverheadMicros = 150,
        FirstTokenMicros = failure == GatewayFailure.None ? 90_000 : -1,
        TotalMicros = 1_090_000,
        Streamed = true,
        Tokens = failure == GatewayFailure.None ? new TokenUsage(100, 11, 50) : new TokenUsage(),
    };

    private List<string> Lines(params IBackendGauges[] gauges)
    {
        var text = new PrometheusText();
        new GatewayExposition(_metrics, gauges).Write(text);
        return [.. text.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries)];
    }

    [Fact]
    public void A_request_is_in_every_family()
    {
        _metrics.Observe(Request());
        const string labels = "gen_ai_operation_name=\"chat\",gen_ai_provider_name=\"ollama\",gen_ai_request_model=\"m1\",gen_ai_response_model=\"m1\",ziggie_backend=\"b1\",status_class=\"2xx\"";
        var lines = Lines();
        Assert.Contains($"ziggie_gateway_overhead_seconds_bucket{{{labels},le=\"0.0001\"}} 0", lines);
        Assert.Contains($"ziggie_gateway_overhead_seconds_bucket{{{labels},le=\"0.0002\"}} 1", lines);
        Assert.Contains($"ziggie_gateway_overhead_seconds_sum{{{labels}}} 0.00015", lines);
        Assert.Contains($"gen_ai_client_operation_duration_seconds_bucket{{{labels},le=\"1.28\"}} 1", lines);
        Assert.Contains($"gen_ai_client_operation_duration_seconds_bucket{{{labels},le=\"+Inf\"}} 1", lines);
        Assert.Contains($"gen_ai_server_time_to_first_token_seconds_count{{{labels}}} 1", lines);
        Assert.Contains($"gen_ai_server_time_per_output_token_seconds_sum{{{labels}}} 0.1", lines);
        Assert.Contains($"gen_ai_client_token_usage_sum{{{labels},gen_ai_token_type=\"input\"}} 100", lines);
        Assert.Contains($"gen_ai_client_token_usage_bucket{{{labels},gen_ai_token_type=\"output\",le=\"16\"}} 1", lines);
        Assert.Contains($"ziggie_requests_total{{{labels}}} 1", lines);
        Assert.Contains($"ziggie_errors_total{{{labels}}} 0", lines);
        Assert.Contains($"ziggie_cached_tokens_total{{{labels}}} 50", lines);
    }

    [Fact]
    public void A_failure_is_told_by_its_kind()
    {
        _metrics.Observe(Request(status: 200, failure: GatewayFailure.BrokenReply));
        var line = Assert.Single(Lines(), l => l.StartsWith("ziggie_errors_total", StringComparison.Ordinal));
        Assert.EndsWith("status_class=\"2xx\",error_type=\"broken_reply\"} 1", line, StringComparison.Ordinal);
        Assert.Equal(Enum.GetValues<GatewayFailure>().Length, Enum.GetValues<GatewayFailure>().Select(f => f.Word()).Distinct().Count());
    }

    [Fact]
    public void Odd_names_are_escaped()
    {
        _metrics.Observe(Request("a\"b\\c\nd"));
        Assert.Contains(Lines(), l => l.Contains("gen_ai_request_model=\"a\\\"b\\\\c\\nd\"", StringComparison.Ordinal));
    }

    [Fact]
    public void Series_are_bounded_and_nothing_is_left_uncounted()
    {
        for (var i = 0; i < 2 * GatewayMetrics.MostSeries; i++) _metrics.Observe(Request($"m{i}"));
        var counts = Lines().Where(l => l.StartsWith("ziggie_requests_total", StringComparison.Ordinal)).ToList();
        Assert.Equal(GatewayMetrics.MostSeries + 1, counts.Count);
        Assert.EndsWith($"\"other\"}} {GatewayMetrics.MostSeries}", counts[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_threads_at_once_lose_no_count()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(t => Task.Run(() =>
        {
            for (var i = 0; i < 10_000; i++) _metrics.Observe(Request($"m{(i + t) % 3}"));
        }, TestContext.Current.CancellationToken)));
        Assert.Equal(80_000, _metrics.Series.Sum(s => s.Requests));
    }

    [Fact]
    public void Backends_are_told_as_they_are()
    {
        var lines = Lines(new TwoBackends());
        Assert.Contains("ziggie_backend_up{ziggie_backend=\"b1\",gen_ai_provider_name=\"ollama\"} 1", lines);
        Assert.Contains("ziggie_backend_up{ziggie_backend=\"b2\",gen_ai_provider_name=\"anthropic\"} 0", lines);
        Assert.Contains("ziggie_requests_in_flight{ziggie_backend=\"b1\",gen_ai_provider_name=\"ollama\"} 3", lines);
        Assert.Contains("ziggie_requests_queued{ziggie_backend=\"b1\",gen_ai_provider_name=\"ollama\"} 7", lines);
    }

    [Fact]
    public void Every_sample_belongs_to_the_family_before_it()
    {
        _metrics.Observe(Request());
        var family = "";
        foreach (var line in Lines(new TwoBackends()))
        {
            if (line.StartsWith("# TYPE ", StringComparison.Ordinal)) family = line.Split(' ')[2];
            else if (line[0] != '#') Assert.Matches($"^{family}(_bucket|_sum|_count)?{{.*}} [0-9.E+-]+$", line);
        }
    }

    private sealed class TwoBackends : IBackendGauges
    {
        public IEnumerable<BackendGauge> Backends() => [new("b1", BackendType.Ollama, true, 3, 7), new("b2", BackendType.Anthropic, false, 0, 0)];
    }
}
