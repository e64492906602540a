using Ziggie.Machine.Containers;
using Ziggie.Machine.Sampling;
using Ziggie.Machine.Sampling.ControlGroups;
using Ziggie.Tests.Support;

namespace Ziggie.Tests.Machine.Sampling;

/// <summary>What a real container takes.</summary>
[Collection(ContainerEngineTests.Name)]
public sealed class ContainerFiguresFunctionalTests(ContainerEngine real)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact(Timeout = 120_000)]
    public async Task A_container_that_computes_is_seen_to()
    {
        if (real.IsMissing()) return;
        var id = await real.RunAsync(new { Cmd = (string[])["sh", "-c", "while :; do :; done"], HostConfig = new { Memory = 64 << 20 } }, "computes");
        using var engine = new DockerEngine(real.Places, TimeProvider.System);
        var sampler = new ContainerSampler(new MachineRoots(), engine, TimeProvider.System);
        await sampler.ReadAsync(0, Cancel);

        ContainerStats? read = null;
        await Eventually.TrueAsync(async () =>
        {
            read = (await sampler.ReadAsync(1, Cancel)).Single(c => c.Id == id);
            return read is { CpuPercent: > 0, Name: "computes" };
        });

        Assert.Equal((64L << 20, 1L), (read!.Limit!.Value.Bytes, read.Tasks));
        Assert.InRange(read.Memory!.Value.Bytes, 1, 64 << 20);
        await real.RemoveAsync(id);
        // Without an engine to name it, another one that runs would still be seen; this one has ended.
        Assert.DoesNotContain(await new ContainerSampler(new MachineRoots(), new GivenEngine(), TimeProvider.System).ReadAsync(0, Cancel), c => c.Id == id);
    }
}
