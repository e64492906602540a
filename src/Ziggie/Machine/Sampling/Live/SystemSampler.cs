using System.Text.Json;
using Ziggie.Feeds;
using Ziggie.Identity;

namespace Ziggie.Machine.Sampling.Live;

/// <summary>Topic <c>system</c>: how the machine is, again every two seconds while anybody watches.</summary>
internal sealed class SystemSampler(MachineMonitor monitor) : IFeedSampler
{
    public string Topic => "system";

    public Permissions Needs => Permissions.Read;

    public TimeSpan Interval => SystemInterval.Usual;

    public async ValueTask<ReadOnlyMemory<byte>> SampleAsync(CancellationToken cancel) =>
        JsonSerializer.SerializeToUtf8Bytes(await monitor.StatsAsync(cancel), MachineJson.Default.MachineStats);
}
