using BenchmarkDotNet.Attributes;
using Ziggie.Settings;
using Ziggie.Usage.Metrics;
using Ziggie.Usage.Overview;
using Ziggie.Wire;

namespace Ziggie.Benchmarks.Usage;

/// <summary>What a request pays for being counted.</summary>
public class MetricsBenchmarks
{
    private readonly GatewayMetrics _metrics = new(new OverviewStats(TimeProvider.System));
    private GatewayObservation _observation;

    [GlobalSetup]
    public void Start()
    {
        for (var i = 0; i < 50; i++)
        {
            _observation = new GatewayObservation
            {
                Operation = Operation.Chat,
                Provider = BackendType.Ollama,
                Backend = "coordinator",
                RequestModel = $"model-{i}",
                ResponseModel = $"model-{i}",
                Status = 200,
                OverheadMicros = 150,
                FirstTokenMicros = 240_000,
                TotalMicros = 3_400_000,
                Streamed = true,
                Tokens = new TokenUsage(1200, 340, 1000),
            };
            _metrics.Observe(_observation);
        }
    }

    [Benchmark]
    public void Observe() => _metrics.Observe(_observation);

    [Benchmark(OperationsPerInvoke = 20_000)]
    public void ObserveFromTwoThreads() => Parallel.For(0, 2, new ParallelOptions { MaxDegreeOfParallelism = 2 }, _ =>
    {
        for (var i = 0; i < 10_000; i++) _metrics.Observe(_observation);
    });
}
