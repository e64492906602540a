using Ziggie.Benchmarks.Macro.Processes;

namespace Ziggie.Benchmarks.Macro.Streaming;

/// <summary>500 streams at once, each with 25 chunks a second for three seconds.</summary>
internal static class StreamLoad
{
    private const int Streams = 500;
    private const int Chunks = 75;

    // Spread over the gap between two chunks, so that the streams do not speak in chorus.
    private static readonly TimeSpan s_pace = TimeSpan.FromMilliseconds(2.08);

    public static StreamPlan Plan { get; } = new(Chunks, TimeSpan.FromMilliseconds(40));

    /// <param name="serving">Whose processor time is counted.</param>
    public static async Task<StreamResult> RunAsync(StreamUpstream upstream, StreamRequest request, ProcessTree serving, CancellationToken cancel)
    {
        var before = serving.CpuSeconds();
        var delays = await StreamClients.ReadAllAsync(request, Streams, Chunks, s_pace, cancel);
        var cpu = serving.CpuSeconds() - before;
        upstream.EnsureSound();
        return new StreamResult(delays.Micros(0.5), delays.Micros(0.99), cpu / delays.Count * 1e6);
    }
}

/// <summary>What one run saw: how long chunks were on their way, and what they cost.</summary>
internal readonly record struct StreamResult(double P50Micros, double P99Micros, double CpuMicrosPerChunk)
{
    /// <summary>What remains without the way of chunks that nothing stood in.</summary>
    public StreamResult Beyond(StreamResult direct) => this with { P50Micros = P50Micros - direct.P50Micros, P99Micros = P99Micros - direct.P99Micros };
}
