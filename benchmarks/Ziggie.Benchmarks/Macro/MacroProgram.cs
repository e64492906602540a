using System.Net.Sockets;
using System.Runtime.InteropServices;
using Ziggie.Benchmarks.Macro.Processes;
using Ziggie.Benchmarks.Macro.Scenarios;

namespace Ziggie.Benchmarks.Macro;

/// <summary>Runs the named benchmarks one after the other and prints one table.</summary>
internal static class MacroProgram
{
    private static readonly IMacroBenchmark[] s_all =
    [
        new RequestsBenchmark(), new StreamsBenchmark(), new IdleBenchmark(), new KeysBenchmark(), new TranslatedBenchmark(), new StartBenchmark(),
        new SweepBenchmark(), new ListenersBenchmark(), new WatchedBenchmark(), new DoctorBenchmark(),
        new DecodeBenchmark(), new PrefillBenchmark(), new ParallelBenchmark(16), new ParallelBenchmark(64), new TurnsBenchmark(), new LongPromptBenchmark(), new LoadBenchmark(),
    ];

    public static async Task<int> RunAsync(string[] names)
    {
        if (names.FirstOrDefault(n => s_all.All(b => b.Name != n)) is { } unknown)
        {
            var help = unknown is "-h" or "--help";
            if (!help) Console.Error.WriteLine($"There is no benchmark '{unknown}'.");
            Console.Error.WriteLine("benchmarks/run [NAME…], without a name all:");
            foreach (var known in s_all) Console.Error.WriteLine($"  {known.Name,-11} {known.Says}");
            return help ? 0 : 2;
        }
        using var stop = new CancellationTokenSource();
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
        if (!ZiggieProcess.IsGiven)
        {
            Console.Error.WriteLine("Start it with benchmarks/run: that builds the program and says where it is.");
            return 2;
        }
        foreach (var line in Machine.Describe()) Console.WriteLine(line);
        Console.WriteLine();

        var lines = new List<Line>();
        var code = 0;
        foreach (var benchmark in s_all.Where(b => names.Length == 0 || names.Contains(b.Name)))
        {
            if (stop.IsCancellationRequested) return 1;
            code |= await RunOneAsync(benchmark, lines, stop.Token);
        }
        if (lines.Count == 0) return code;
        Console.WriteLine();
        Console.Write(Table.Of(lines));
        return code;

        void End(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.Cancel();
        }
    }

    private static async Task<int> RunOneAsync(IMacroBenchmark benchmark, List<Line> lines, CancellationToken cancel)
    {
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        bounded.CancelAfter(benchmark.Longest);
        await using var rig = new Rig(benchmark.Name);
        var others = new OtherLoad();
        try
        {
            lines.AddRange(await benchmark.RunAsync(rig, bounded.Token));
            Console.WriteLine($"{benchmark.Name}: other programs took {others.Share():P0} of the processors meanwhile");
            return 0;
        }
        catch (Exception e) when (e is BenchmarkException or OperationCanceledException or IOException or HttpRequestException or SocketException)
        {
            var reason = e is OperationCanceledException ? cancel.IsCancellationRequested ? "interrupted" : $"not done after {benchmark.Longest.TotalMinutes:0} minutes" : e.Message;
            Console.Error.WriteLine($"{benchmark.Name}: {reason}");
            return 1;
        }
    }
}

/// <summary>A measurement that is worth nothing, and why.</summary>
internal sealed class BenchmarkException(string message) : Exception(message);
