using Ziggie.Benchmarks.Macro.Processes;
using Ziggie.Benchmarks.Macro.Streaming;

namespace Ziggie.Benchmarks.Macro.Scenarios;

/// <summary>What a stream holds while its model thinks: resident memory before and while they are open, both after a full collection.</summary>
internal sealed class IdleBenchmark : IMacroBenchmark
{
    private const int Streams = 5000;
    private const int Few = 100;

    private static readonly TimeSpan s_pace = TimeSpan.FromMilliseconds(0.5);

    public string Name => "idle";

    public string Says => "memory of 5,000 open streams in which nothing comes";

    public async Task<IReadOnlyList<Line>> RunAsync(Rig rig, CancellationToken cancel)
    {
        using var upstream = new StreamUpstream(new StreamPlan(Chunks: null, TimeSpan.FromMilliseconds(20)));
        var ziggie = await ZiggieProcess.BeforeAsync(rig, upstream.Port, rig.Folder("data"), cancel);
        var request = StreamRequest.OpenAi(ziggie.Port, await ziggie.KeyAsync(cancel));

        // A few first: code and tables that the first streams bring along are no part of the next one. No more than a few, lest what they leave behind be counted as there before.
        using (await StreamClients.OpenAsync(request, Few, s_pace, cancel)) { }
        var before = await MemoryAsync(ziggie, cancel);
        using var streams = await StreamClients.OpenAsync(request, Streams, s_pace, cancel);
        var during = await MemoryAsync(ziggie, cancel);
        streams.EnsureOpen();
        upstream.EnsureSound();
        return [Line.Alone("idle: memory of an open stream", [(during - before) / Streams / 1024], Units.Kibibytes, new Goal(24))];
    }

    private static async Task<double> MemoryAsync(ZiggieProcess ziggie, CancellationToken cancel)
    {
        await FullCollection.AskAsync(ziggie.Child.Pid, cancel);
        return ziggie.Tree.ResidentBytes();
    }
}
