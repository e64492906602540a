using System.Globalization;
using Ziggie.Benchmarks.Macro.Processes;

namespace Ziggie.Benchmarks.Macro.Wrk;

/// <summary>Sends chats as fast as they are answered, from 32 connections.</summary>
internal sealed class WrkLoad(Rig rig, IReadOnlyCollection<string> keys)
{
    private const int WarmUpSeconds = 6;
    private const int RoundSeconds = 4;

    private readonly string _script = Path.Combine(AppContext.BaseDirectory, "Macro", "Wrk", "chat.lua");
    private readonly string _keys = rig.Write($"keys-{Guid.NewGuid():N}", string.Join('\n', keys) + "\n");

    /// <summary>Once unmeasured, until the code is compiled for good and the connections are kept, then in rounds.</summary>
    public static async Task<IReadOnlyList<Pair<WrkResult>>> CompareAsync(string name, Func<int, Task<WrkResult>> ziggie, Func<int, Task<WrkResult>> peer)
    {
        await ziggie(WarmUpSeconds);
        await peer(WarmUpSeconds);
        return await Alternating.RunAsync(name, () => ziggie(RoundSeconds), () => peer(RoundSeconds));
    }

    /// <param name="serving">Whose processor time is counted.</param>
    public async Task<WrkResult> RunAsync(int port, ProcessTree serving, int seconds, CancellationToken cancel)
    {
        var before = serving.CpuSeconds();
        // env: the script reads the variable, and a child of ours gets none by itself.
        var wrk = rig.Start("env", $"BENCH_KEYS={_keys}", "wrk", "-t1", "-c32", $"-d{seconds}s", "--timeout", "10s", "-s", _script, $"http://127.0.0.1:{port}/v1/chat/completions");
        var output = await wrk.FinishAsync(cancel);
        var cpu = serving.CpuSeconds() - before;
        var figures = output.Split('\n').LastOrDefault(l => l.StartsWith("RESULT ", StringComparison.Ordinal))?[7..].Split(' ').Select(f => double.Parse(f, CultureInfo.InvariantCulture)).ToArray()
            ?? throw new BenchmarkException($"wrk said nothing to be used: {output}");
        if (figures[3] > 0) throw new BenchmarkException($"{figures[3]} of {figures[0]} requests on port {port} failed");
        return new WrkResult(figures[0] / (figures[1] / 1e6), figures[2], cpu / figures[0] * 1e6);
    }
}

/// <summary>What one run saw.</summary>
internal readonly record struct WrkResult(double PerSecond, double P99Micros, double CpuMicrosPerRequest);
