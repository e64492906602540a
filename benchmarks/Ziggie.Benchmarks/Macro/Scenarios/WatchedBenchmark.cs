using System.Diagnostics;
using System.Net.WebSockets;
using Ziggie.Benchmarks.Macro.Processes;
using Ziggie.Benchmarks.Macro.Wrk;

namespace Ziggie.Benchmarks.Macro.Scenarios;

/// <summary>What the control center takes while one page watches the machine, every two seconds. <c>ZIGGIE_BENCH_WATCH</c> is the minutes to watch, 60 to see whether memory grows over an hour.</summary>
internal sealed class WatchedBenchmark : IMacroBenchmark
{
    private const int UsedSeconds = 15;
    private static readonly TimeSpan s_settling = TimeSpan.FromSeconds(60);

    private readonly TimeSpan _watched = TimeSpan.FromMinutes(double.TryParse(Environment.GetEnvironmentVariable("ZIGGIE_BENCH_WATCH"), out var minutes) ? minutes : 2);

    public string Name => "watched";

    public string Says => "CPU and memory while a page watches the machine";

    public TimeSpan Longest => _watched + TimeSpan.FromMinutes(3);

    public async Task<IReadOnlyList<Line>> RunAsync(Rig rig, CancellationToken cancel)
    {
        var upstream = await NginxProcess.AnswersAsync(rig, cancel);
        var ziggie = await ZiggieProcess.BeforeAsync(rig, upstream.Port, rig.Folder("watched"), cancel);
        // A Ziggie that has been in use: the runtime lets its heap grow to what it takes for granted before it collects for the first time.
        await new WrkLoad(rig, [await ziggie.KeyAsync(cancel)]).RunAsync(ziggie.Port, ziggie.Tree, UsedSeconds, cancel);
        using var page = await ziggie.WatchMachineAsync(cancel);
        var frames = CountAsync(page, cancel);
        await Console.Error.WriteLineAsync($"{Name}: watching for {_watched.TotalMinutes:0} minutes");
        await Task.Delay(s_settling, TimeProvider.System, cancel);
        await FullCollection.AskAsync(ziggie.Child.Pid, cancel);
        var (cpu, memory, start) = (ziggie.Tree.CpuSeconds(), ziggie.Tree.ResidentBytes(), Stopwatch.GetTimestamp());
        await Task.Delay(_watched, TimeProvider.System, cancel);
        var percent = (ziggie.Tree.CpuSeconds() - cpu) / Stopwatch.GetElapsedTime(start).TotalSeconds * 100;
        // What it holds on to, not what it has not swept yet.
        await FullCollection.AskAsync(ziggie.Child.Pid, cancel);
        var grown = (ziggie.Tree.ResidentBytes() - memory) / 1e6;
        page.Abort();
        var seen = await frames;
        var expected = (s_settling + _watched).TotalSeconds / 2;
        if (seen < expected * 0.9) throw new BenchmarkException($"the page saw {seen} updates, not {expected:0}");
        return
        [
            Line.Alone("watched: part of one core", [percent], Units.Percent, new Goal(1)),
            Line.Alone($"watched: memory after {_watched.TotalMinutes:0} minutes more", [grown], Units.Megabytes),
        ];
    }

    private static async Task<int> CountAsync(ClientWebSocket page, CancellationToken cancel)
    {
        var buffer = new byte[64 << 10];
        var frames = 0;
        try
        {
            while (true)
                if ((await page.ReceiveAsync(buffer, cancel)).EndOfMessage) frames++;
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            return frames;
        }
    }
}
