namespace Ziggie.Usage.Metrics;

/// <summary>Writes what model requests were counted as.</summary>
internal sealed class GatewayExposition(GatewayMetrics metrics, IEnumerable<IBackendGauges> gauges)
{
    public void Write(PrometheusText text)
    {
        var series = metrics.Series.ToList();
        Histograms(text, series, "ziggie_gateway_overhead_seconds", "Time a request spent in Ziggie itself, queue and backend left out.", s => s.Overhead);
        Histograms(text, series, "gen_ai_client_operation_duration_seconds", "Time of a model request from arrival to end.", s => s.Duration);
        Histograms(text, series, "gen_ai_server_time_to_first_token_seconds", "Time from arrival to the first content.", s => s.FirstToken);
        Histograms(text, series, "gen_ai_server_time_per_output_token_seconds", "Time per token after the first, of streamed replies.", s => s.PerToken);
        text.Family("gen_ai_client_token_usage", "histogram", "Tokens of a request.");
        foreach (var s in series)
        {
            text.Histogram("gen_ai_client_token_usage", s.Labels + ",gen_ai_token_type=\"input\"", s.InputTokens);
            text.Histogram("gen_ai_client_token_usage", s.Labels + ",gen_ai_token_type=\"output\"", s.OutputTokens);
        }
        Counters(text, series, "ziggie_requests_total", "Model requests that ended.", s => s.Requests);
        Counters(text, series, "ziggie_errors_total", "Model requests that failed, also in mid-stream.", s => s.Errors);
        Counters(text, series, "ziggie_prompt_tokens_total", "Prompt tokens.", s => s.PromptTokens);
        Counters(text, series, "ziggie_completion_tokens_total", "Tokens generated.", s => s.CompletionTokens);
        Counters(text, series, "ziggie_cached_tokens_total", "Prompt tokens that backends had cached.", s => s.CachedTokens);
        Gauges(text);
    }

    private void Gauges(PrometheusText text)
    {
        var backends = gauges.SelectMany(g => g.Backends()).Take(GatewayMetrics.MostSeries).Select(b => (Gauge: b, Labels: LabelsOf(b))).ToList();
        if (backends.Count == 0) return;
        text.Family("ziggie_backend_up", "gauge", "1 where the backend answers.");
        foreach (var (gauge, labels) in backends) text.Sample("ziggie_backend_up", labels, gauge.Up ? 1 : 0);
        text.Family("ziggie_requests_in_flight", "gauge", "Requests that a backend works on.");
        foreach (var (gauge, labels) in backends) text.Sample("ziggie_requests_in_flight", labels, gauge.InFlight);
        text.Family("ziggie_requests_queued", "gauge", "Requests that wait for a backend.");
        foreach (var (gauge, labels) in backends) text.Sample("ziggie_requests_queued", labels, gauge.Queued);
    }

    private static string LabelsOf(BackendGauge gauge)
    {
        var labels = new System.Text.StringBuilder();
        MetricLabels.Add(labels, "ziggie_backend", gauge.Backend);
        MetricLabels.Add(labels, "gen_ai_provider_name", MetricLabels.Word(gauge.Provider));
        return labels.ToString();
    }

    private static void Histograms(PrometheusText text, List<MetricSeries> series, string name, string help, Func<MetricSeries, MetricHistogram> histogram)
    {
        text.Family(name, "histogram", help);
        foreach (var s in series) text.Histogram(name, s.Labels, histogram(s));
    }

    private static void Counters(PrometheusText text, List<MetricSeries> series, string name, string help, Func<MetricSeries, long> value)
    {
        text.Family(name, "counter", help);
        foreach (var s in series) text.Sample(name, s.Labels, value(s));
    }
}
