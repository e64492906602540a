using System.Diagnostics;
using Ziggie.Benchmarks.Macro.Processes;

namespace Ziggie.Benchmarks.Macro.Scenarios;

/// <summary>From the command to the first answer, and what a Ziggie with one backend takes while nobody asks it anything.</summary>
internal sealed class StartBenchmark : IMacroBenchmark
{
    private const int Times = 5;

    private static readonly TimeSpan s_settling = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_watched = TimeSpan.FromSeconds(30);

    public string Name => "start";

    public string Says => "from `ziggie up` to /health, and memory and CPU at rest";

    public async Task<IReadOnlyList<Line>> RunAsync(Rig rig, CancellationToken cancel)
    {
        var (first, again) = (new List<double>(), new List<double>());
        for (var i = 0; i < Times; i++)
        {
            var data = rig.Folder($"data{i}");
            first.Add(await StartAsync(rig, data, cancel));
            again.Add(await StartAsync(rig, data, cancel));
        }
        var (megabytes, percent) = await AtRestAsync(rig, cancel);
        return
        [
            Line.Alone("start: with new data", first, Units.Seconds, new Goal(0.7)),
            Line.Alone("start: with data that is there", again, Units.Seconds, new Goal(0.7)),
            Line.Alone("at rest: resident memory", [megabytes], Units.Megabytes, new Goal(150)),
            Line.Alone("at rest: part of one core", [percent], Units.Percent, new Goal(0.5)),
        ];
    }

    private static async Task<double> StartAsync(Rig rig, string data, CancellationToken cancel)
    {
        var start = Stopwatch.GetTimestamp();
        var ziggie = await ZiggieProcess.UpAsync(rig, data, [], cancel);
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        await ziggie.Child.EndAsync();
        return seconds;
    }

    private static async Task<(double Megabytes, double Percent)> AtRestAsync(Rig rig, CancellationToken cancel)
    {
        var upstream = await NginxProcess.AnswersAsync(rig, cancel);
        var ziggie = await ZiggieProcess.BeforeAsync(rig, upstream.Port, rig.Folder("rest"), cancel);
        await Console.Error.WriteLineAsync("start: watching it rest, a minute");
        await Task.Delay(s_settling, TimeProvider.System, cancel);
        var (before, start) = (ziggie.Tree.CpuSeconds(), Stopwatch.GetTimestamp());
        await Task.Delay(s_watched, TimeProvider.System, cancel);
        var cpu = ziggie.Tree.CpuSeconds() - before;
        return (ziggie.Tree.ResidentBytes() / 1e6, cpu / Stopwatch.GetElapsedTime(start).TotalSeconds * 100);
    }
}
