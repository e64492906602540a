using Ziggie.Machine.Containers;
using Ziggie.Machine.Sampling;
using Ziggie.Machine.Sampling.ControlGroups;
using Ziggie.Tests.Support;

namespace Ziggie.Tests.Machine.Sampling;

/// <summary>Containers' figures, from machines with control groups of each kind.</summary>
public sealed class ControlGroupTests : IDisposable
{
    private const string Id = "4f6a0b3c9d8e7f6a5b4c3d2e1f0a9b8c7d6e5f4a3b2c1d0e9f8a7b6c5d4e3f2a";
    private const string Other = "0000000000000000000000000000000000000000000000000000000000000001";

    private readonly FakeMachine _machine = new();
    private readonly ManualTime _time = new();
    private readonly GivenEngine _engine = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _machine.Dispose();

    [Fact]
    public async Task On_a_machine_with_version_2_all_is_in_one_place()
    {
        const string Group = $"fs/cgroup/system.slice/docker-{Id}.scope";
        _machine.Sys("fs/cgroup/cgroup.controllers", "cpu io memory pids\n")
            .Sys($"{Group}/cpu.stat", "usage_usec 1000000\nuser_usec 1\n").Sys($"{Group}/memory.current", "1000\n").Sys($"{Group}/memory.max", "4000\n")
            .Sys($"{Group}/memory.stat", "anon 500\nfile 400\nfile_mapped 1\ninactive_file 300\n").Sys($"{Group}/pids.current", "7\n")
            .Sys($"{Group}/io.stat", "8:0 rbytes=1000 wbytes=20 rios=1 wios=1 dbytes=0 dios=0\n259:0 rbytes=1 wbytes=2\n")
            .Sys($"{Group}/memory.pressure", "some avg10=1.50 avg60=0.50 avg300=0.00 total=1\nfull avg10=1.00 avg60=0.25 avg300=0.00 total=1\n")
            // Its own systemd made a group below.
            .Proc("42/cgroup", $"0::/system.slice/docker-{Id}.scope/init.scope\n");
        _engine.Containers = [Named("web", Id, 42) with { Image = "nginx", Project = "shop", Service = "www" }];
        var sampler = Sampler();
        Assert.Null(Assert.Single(await sampler.ReadAsync(0, Cancel)).CpuPercent);

        _machine.Sys($"{Group}/cpu.stat", "usage_usec 4000000\n").Sys($"{Group}/io.stat", "8:0 rbytes=3000 wbytes=20\n259:0 rbytes=1 wbytes=4\n");
        var read = Assert.Single(await sampler.ReadAsync(2, Cancel));

        Assert.Equal(
            new ContainerStats(Id, "web", "nginx", "shop", "www", 150, new(700), new(4000), 17.5, new(500), new(400), 7, 1000, 1, new PressureStats(null, new StallStats(1.5, 0.5, 1, 0.25), null)),
            read);
        Assert.Null(sampler.Problem);
    }

    [Fact]
    public async Task On_a_machine_with_version_1_each_controller_has_its_tree()
    {
        const string Group = $"docker/{Id}";
        _machine.Sys($"fs/cgroup/cpu,cpuacct/{Group}/cpuacct.usage", "1000000000\n")
            .Sys($"fs/cgroup/memory/{Group}/memory.usage_in_bytes", "1000\n")
            .Sys($"fs/cgroup/memory/{Group}/memory.stat", "rss 1\ntotal_rss 500\ntotal_cache 400\ntotal_inactive_file 300\nhierarchical_memory_limit 9223372036854771712\n")
            .Sys($"fs/cgroup/pids/{Group}/pids.current", "7\n")
            .Sys($"fs/cgroup/blkio/{Group}/blkio.throttle.io_service_bytes", "8:0 Read 1000\n8:0 Write 20\n8:0 Total 1020\n259:0 Read 1\nTotal 1021\n")
            .Proc("42/cgroup", $"12:pids:/{Group}\n11:blkio:/{Group}\n4:memory:/{Group}\n3:cpu,cpuacct:/{Group}\n2:freezer:/\n");
        _engine.Containers = [Named("web", Id, 42)];
        var sampler = Sampler();
        await sampler.ReadAsync(0, Cancel);
        _machine.Sys($"fs/cgroup/cpu,cpuacct/{Group}/cpuacct.usage", "1500000000\n");

        var read = Assert.Single(await sampler.ReadAsync(1, Cancel));

        Assert.Equal((50.0, 700L, null, 500L, 400L, 7L, 0.0), (read.CpuPercent, read.Memory!.Value.Bytes, read.Limit, read.Anonymous!.Value.Bytes, read.Cache!.Value.Bytes, read.Tasks, read.ReadBytesPerSecond));
        Assert.Null(read.Pressure);
    }

    [Fact]
    public async Task On_a_machine_with_both_each_figure_comes_from_where_it_is()
    {
        const string Group = $"libpod_parent/libpod-{Id}";
        _machine.Sys("fs/cgroup/unified/cgroup.controllers", "hugetlb\n")
            .Sys($"fs/cgroup/unified/{Group}/cpu.stat", "usage_usec 1000000\n").Sys($"fs/cgroup/unified/{Group}/cpu.pressure", "some avg10=2.00 avg60=1.00 avg300=0.00 total=1\n")
            .Sys($"fs/cgroup/memory/{Group}/memory.usage_in_bytes", "1000\n").Sys($"fs/cgroup/memory/{Group}/memory.stat", "total_rss 500\nhierarchical_memory_limit 2000\n")
            .Sys($"fs/cgroup/pids/{Group}/pids.current", "3\n").Sys("fs/cgroup/memory/libpod_parent/conmon/memory.usage_in_bytes", "5\n");

        var read = Assert.Single(await Sampler().ReadAsync(1, Cancel));

        Assert.Equal((Id, null, 1000L, 2000L, 50.0, 3L, 2.0), (read.Id, read.Name, read.Memory!.Value.Bytes, read.Limit!.Value.Bytes, read.MemoryPercent, read.Tasks, read.Pressure!.Cpu!.Some10));
    }

    /// <summary>Whoever started them, in whatever place; what watches over them is none of them.</summary>
    [Fact]
    public void Groups_are_found_without_an_engine()
    {
        _machine.Sys("fs/cgroup/cgroup.controllers", "");
        string[] places =
        [
            $"system.slice/docker-{Digits(1)}.scope/init.scope", $"docker/{Digits(2)}", $"machine.slice/libpod-{Digits(3)}.scope/container", $"machine.slice/libpod-conmon-{Digits(3)}.scope",
            $"kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod89cac69a.slice/cri-containerd-{Digits(4)}.scope",
            $"user.slice/user-1000.slice/user@1000.service/user.slice/libpod-{Digits(5)}.scope", $"libpod_parent/libpod_pod_{Digits(6)}/libpod-{Digits(7)}", $"system.slice/nginx{new string('a', 65)}.service",
        ];
        foreach (var place in places) _machine.Sys($"fs/cgroup/{place}/pids.current", "1\n");

        var found = new GroupTree(_machine.Roots).Containers();

        Assert.Equal([Digits(1), Digits(2), Digits(3), Digits(4), Digits(5), Digits(7)], found.Keys.Order());
        Assert.EndsWith($"/docker-{Digits(1)}.scope", found[Digits(1)].Unified, StringComparison.Ordinal);
        Assert.Empty(new GroupTree(new MachineRoots("/none", "/none")).Containers());
    }

    [Fact]
    public async Task A_container_that_ends_is_gone_and_one_whose_machine_is_another_has_no_figures()
    {
        _machine.Sys("fs/cgroup/cgroup.controllers", "").Sys($"fs/cgroup/docker/{Id}/pids.current", "1\n");
        _engine.Containers = [Named("elsewhere", Other, 43)];
        var sampler = Sampler();

        Assert.Equal([("elsewhere", null), (null, 1L)], (await sampler.ReadAsync(1, Cancel)).Select(c => (c.Name, c.Tasks)));
        _machine.Remove($"sys/fs/cgroup/docker/{Id}");
        Assert.Equal(["elsewhere"], (await sampler.ReadAsync(1, Cancel)).Select(c => c.Name));
    }

    [Fact]
    public async Task Groups_that_cannot_be_its_own_are_not_taken_for_it()
    {
        _machine.Sys("fs/cgroup/cgroup.controllers", "").Sys("fs/cgroup/pids.current", "999\n").Proc("42/cgroup", "0::/\n").Proc("43/cgroup", "0::/../../x\nbroken\n:\n");
        _engine.Containers = [Named("a", Id, 42), Named("b", Other, 43), Named("c", Digits(3), 44)];

        Assert.All(await Sampler().ReadAsync(1, Cancel), c => Assert.Null(c.Tasks));
    }

    [Fact]
    public async Task An_engine_that_does_not_answer_holds_nobody_up_and_names_come_later()
    {
        _machine.Sys("fs/cgroup/cgroup.controllers", "").Sys($"fs/cgroup/docker/{Id}/pids.current", "1\n");
        _engine.Containers = [Named("web", Id, null)];
        _engine.Hold = new TaskCompletionSource();
        var sampler = Sampler();

        var reading = sampler.ReadAsync(1, Cancel);
        await _time.WaitForWaiterAsync(Cancel);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(Assert.Single(await reading).Name);

        _engine.Hold.SetResult();
        await Eventually.TrueAsync(async () => Assert.Single(await sampler.ReadAsync(1, Cancel)).Name == "web");
        Assert.Equal(1, _engine.Looks);
    }

    [Fact]
    public async Task Why_there_are_no_names_is_told_where_there_is_an_engine()
    {
        _engine.Problem = new EngineProblem(EngineTrouble.PermissionDenied, "May not.", []);
        var sampler = Sampler();
        await sampler.ReadAsync(1, Cancel);
        Assert.Equal("May not.", sampler.Problem);

        _engine.Problem = new EngineProblem(EngineTrouble.NotInstalled, "There is none.", []);
        _time.Advance(TimeSpan.FromSeconds(11));
        await sampler.ReadAsync(1, Cancel);
        await sampler.ReadAsync(1, Cancel);
        Assert.Null(sampler.Problem);
    }

    private static string Digits(int number) => number.ToString("D64", System.Globalization.CultureInfo.InvariantCulture);

    private static Container Named(string name, string id, int? pid) => new() { Id = id, Name = name, Image = "", Pid = pid, State = ContainerState.Running };

    private ContainerSampler Sampler() => new(_machine.Roots, _engine, _time);
}
