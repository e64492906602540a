using System.Net;
using System.Net.Sockets;
using Ziggie.Machine.Containers;
using Ziggie.Tests.Support;

namespace Ziggie.Tests.Machine.Containers;

/// <summary>Engines on bad days, and of kinds that we lack.</summary>
public sealed class DockerEngineTests : IDisposable
{
    private const string Id = "4f6a0b3c9d8e7f6a5b4c3d2e1f0a9b8c7d6e5f4a3b2c1d0e9f8a7b6c5d4e3f2a";

    private readonly string _folder = Directory.CreateTempSubdirectory("ziggie-fake-engine-").FullName;
    private readonly ManualTime _time = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Path => $"{_folder}/docker.sock";

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_machine_without_an_engine_is_told_with_the_places_that_were_tried()
    {
        var problem = (await LookAsync(new EnginePlaces([$"{_folder}/a", $"{_folder}/none/b"], null, "/etc/group", _ => false))).Problem!;

        Assert.Equal(EngineTrouble.NotInstalled, problem.Trouble);
        Assert.Equal([$"{_folder}/a: not there", $"{_folder}/none/b: not there"], problem.Tried);
    }

    [Fact]
    public async Task An_engine_that_is_installed_but_does_not_run_is_told_how_to_start()
    {
        var docker = (await LookAsync(new EnginePlaces([Path], null, "/etc/group", p => p == "dockerd" || p == "docker"))).Problem!;
        var podman = (await LookAsync(new EnginePlaces([Path], null, "/etc/group", p => p == "podman"))).Problem!;
        var asked = (await LookAsync(new EnginePlaces([Path], $"unix://{Path}", "/etc/group", _ => false))).Problem!;

        Assert.Equal((EngineTrouble.SocketMissing, EngineTrouble.SocketMissing, EngineTrouble.SocketMissing), (docker.Trouble, podman.Trouble, asked.Trouble));
        Assert.Contains("systemctl start docker", docker.Reason, StringComparison.Ordinal);
        Assert.Contains("podman.socket", podman.Reason, StringComparison.Ordinal);
        Assert.Contains($"DOCKER_HOST is unix://{Path}", asked.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_socket_that_nobody_listens_at_is_told()
    {
        using var bound = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        bound.Bind(new UnixDomainSocketEndPoint(Path));

        Assert.Equal(EngineTrouble.Refused, (await LookAsync()).Problem!.Trouble);
    }

    [Fact]
    public async Task An_engine_elsewhere_is_not_asked()
    {
        var places = EnginePlaces.Of(name => name == "DOCKER_HOST" ? "tcp://10.0.0.9:2375" : null);

        var problem = (await LookAsync(places)).Problem!;

        Assert.Equal(EngineTrouble.NotLocal, problem.Trouble);
        Assert.Contains("tcp://10.0.0.9:2375", problem.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Sockets_are_looked_for_where_engines_put_them()
    {
        var usual = EnginePlaces.Of(name => name switch { "XDG_RUNTIME_DIR" => "/run/user/7", "HOME" => "/home/x", _ => null });

        Assert.Equal(
            ["/var/run/docker.sock", "/run/podman/podman.sock", "/run/user/7/docker.sock", "/run/user/7/podman/podman.sock", "/home/x/.docker/run/docker.sock", "/home/x/.docker/desktop/docker.sock"],
            usual.Sockets);
        Assert.Equal(["/x/y.sock"], EnginePlaces.Of(name => name == "DOCKER_HOST" ? "unix:///x/y.sock" : "/home/x").Sockets);
    }

    [Theory]
    [InlineData("<html>", "not the JSON")]
    [InlineData("null", "no answer at all")]
    [InlineData("500 {\"message\":\"the storage is broken\"}", "500 the storage is broken")]
    [InlineData("403 no", "403")]
    public async Task What_is_no_engine_is_told(string answer, string words)
    {
        using var engine = new FakeEngine(Path);
        engine.Answers["/version"] = answer;

        var problem = (await LookAsync()).Problem!;

        Assert.Equal(EngineTrouble.BadAnswer, problem.Trouble);
        Assert.Contains(words, problem.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_endless_answer_is_cut()
    {
        using var engine = new FakeEngine(Path);
        engine.Answers["/containers/json?all=true"] = $"[\"{new string('x', 9 << 20)}\"]";

        Assert.Contains("more than 8 MiB", (await LookAsync()).Problem!.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_engine_that_hangs_is_waited_for_once_and_keeps_no_other_waiting()
    {
        using var hanging = new FakeEngine(Path);
        hanging.Answers["/version"] = null;
        using var engine = new DockerEngine(new EnginePlaces([Path], null, "/etc/group", _ => true), _time);

        using var leaving = new CancellationTokenSource();
        var left = engine.LookAsync(leaving.Token);
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
        var looks = (Task<ContainersLook>[])[engine.LookAsync(Cancel), engine.LookAsync(Cancel)];
        await _time.WaitForWaiterAsync(Cancel);
        await Eventually.TrueAsync(() => !hanging.Asked.IsEmpty);
        _time.Advance(EngineConnection.Patience);

        Assert.Equal(EngineTrouble.Hangs, (await looks[0]).Problem!.Trouble);
        Assert.Same(await looks[0], await looks[1]);
        Assert.Single(hanging.Asked);

        // The time that it is spared for; then it has recovered.
        hanging.Answers["/version"] = "{}";
        _time.Advance(DockerEngine.Fresh);
        Assert.NotNull((await engine.LookAsync(Cancel)).Problem);
        _time.Advance(DockerEngine.FreshWhereItHangs);
        Assert.Null((await engine.LookAsync(Cancel)).Problem);
    }

    [Fact]
    public async Task One_that_answers_is_found_beside_others_that_do_not_and_is_asked_on()
    {
        using var dead = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        dead.Bind(new UnixDomainSocketEndPoint($"{_folder}/dead.sock"));
        using var alive = new FakeEngine(Path);
        using var engine = new DockerEngine(new EnginePlaces([$"{_folder}/none", $"{_folder}/dead.sock", Path], null, "/etc/group", _ => true), _time);

        Assert.Equal(new EngineInfo("Docker", "27.1", "1.46", Path), (await engine.LookAsync(Cancel)).Engine);
        _time.Advance(DockerEngine.Fresh);
        await engine.LookAsync(Cancel);

        Assert.Equal(["/version", "/containers/json?all=true", "/containers/json?all=true"], alive.Asked);
    }

    [Fact]
    public async Task An_engine_that_ends_and_starts_again_is_taken_up()
    {
        using var engine = new DockerEngine(new EnginePlaces([Path], null, "/etc/group", _ => true), _time);
        using (new FakeEngine(Path)) Assert.Null((await engine.LookAsync(Cancel)).Problem);
        _time.Advance(DockerEngine.Fresh);
        Assert.Equal(EngineTrouble.SocketMissing, (await engine.LookAsync(Cancel)).Problem!.Trouble);
        using var again = new FakeEngine(Path);
        again.Answers["/version"] = """{"Version":"28.0"}""";
        _time.Advance(DockerEngine.Fresh);

        Assert.Equal("28.0", (await engine.LookAsync(Cancel)).Engine!.Version);
    }

    [Fact]
    public async Task A_container_that_vanishes_is_left_out_and_one_that_is_not_understood_is_told_from_the_list()
    {
        using var fake = new FakeEngine(Path);
        fake.Answers["/containers/json?all=true"] = $$"""
            [{"Id":"{{Id}}","Names":["/whole"],"State":"running","Created":3},{"Id":"bad","Names":["/bad"],"Image":"x","State":"running","Created":2},{"Id":"gone","State":"running"},null,{"Names":[]}]
            """;
        fake.Answers[$"/containers/{Id}/json"] = "{}";
        fake.Answers["/containers/bad/json"] = """{"State":[]}""";

        var look = await LookAsync();

        Assert.Equal(["whole", "bad"], look.Containers.Select(c => c.Name));
        Assert.All(look.Containers, c => Assert.Equal(ContainerState.Running, c.State));
        Assert.Contains("Of container bad only the list tells", look.Problem!.Reason, StringComparison.Ordinal);
        Assert.NotNull(look.Engine);
    }

    [Theory]
    [InlineData("""{"HostConfig":{"DeviceRequests":[{"Driver":"nvidia","Count":-1,"Capabilities":[["gpu"]]}]}}""", true, false, "device request nvidia")]
    [InlineData("""{"HostConfig":{"DeviceRequests":[{"Driver":"","Capabilities":[["compute","gpu"]]}]}}""", true, false, "device request gpu")]
    [InlineData("""{"HostConfig":{"DeviceRequests":[{"Driver":"cdi","DeviceIDs":["nvidia.com/gpu=all"]}]}}""", true, false, "nvidia.com/gpu=all")]
    [InlineData("""{"HostConfig":{"DeviceRequests":[{"Driver":"cdi","DeviceIDs":["amd.com/gpu=0"]}]}}""", false, true, "amd.com/gpu=0")]
    [InlineData("""{"HostConfig":{"Devices":[{"PathOnHost":"/dev/nvidia0"},{"PathOnHost":"/dev/nvidiactl"}]}}""", true, false, "/dev/nvidia0 /dev/nvidiactl")]
    [InlineData("""{"HostConfig":{"Devices":[{"PathOnHost":"/dev/kfd"},{"PathOnHost":"/dev/dri"}]}}""", false, true, "/dev/kfd /dev/dri")]
    [InlineData("""{"HostConfig":{"Runtime":"nvidia"},"Config":{"Env":["NVIDIA_VISIBLE_DEVICES=all"]}}""", true, false, "runtime nvidia")]
    [InlineData("""{"HostConfig":{"Runtime":"nvidia"},"Config":{"Env":["NVIDIA_VISIBLE_DEVICES=void"]}}""", false, false, "")]
    [InlineData("""{"HostConfig":{"Runtime":"nvidia"}}""", false, false, "")]
    [InlineData("""{"HostConfig":{"Devices":[{"PathOnHost":"/dev/snd"},null],"DeviceRequests":[{"Capabilities":[["tpu"]]},null]}}""", false, false, "")]
    [InlineData("""{"Mounts":[{"Source":"/dev/dri","Destination":"/dev/dri"}]}""", false, true, "/dev/dri")]
    [InlineData("""{"HostConfig":{"Privileged":true}}""", false, true, "privileged")]
    [InlineData("{}", false, false, "")]
    public async Task Whether_a_container_may_use_graphics_cards_is_told(string inspected, bool nvidia, bool amd, string by)
    {
        var gpus = (await ContainerAsync(inspected)).Gpus;

        Assert.Equal((nvidia, amd, by), (gpus.Nvidia, gpus.Amd, string.Join(' ', gpus.By)));
    }

    [Fact]
    public async Task Ports_health_names_and_limits_are_read_as_Docker_writes_them()
    {
        var container = await ContainerAsync("""
            {
              "State":{"Status":"running","Pid":42,"OOMKilled":false,"ExitCode":0,"StartedAt":"2029-12-31T23:00:00.123456789Z","FinishedAt":"0001-01-01T00:00:00Z","Health":{"Status":"unhealthy"}},
              "RestartCount":3,
              "Config":{"Image":"ollama/ollama:latest","Hostname":"4f6a0b3c9d8e","Env":["A=1","A=2","B=","no",null]},
              "HostConfig":{"NetworkMode":"shop_default","CpuQuota":50000,"CpuPeriod":100000,"Memory":0,"RestartPolicy":{"Name":""}},
              "NetworkSettings":{
                "Ports":{"11434/tcp":[{"HostIp":"0.0.0.0","HostPort":"11436"},{"HostIp":"::","HostPort":"11436"}],"53/udp":[{"HostIp":"","HostPort":"5353"}],"9/tcp":null,"x/tcp":[{"HostPort":"1"}],"7/tcp":[{"HostPort":"high"}]},
                "Networks":{"shop_default":{"IPAddress":"172.18.0.2","GlobalIPv6Address":"fd00::2","Gateway":"172.18.0.1","Aliases":["ollama"],"DNSNames":["shop-ollama-1","ollama","4f6a0b3c9d8e"]},"none":null}
              }
            }
            """);

        Assert.Equal((ContainerHealth.Unhealthy, 42, 3, "no", "ollama/ollama:latest"), (container.Health, container.Pid, container.RestartCount, container.RestartPolicy, container.Image));
        Assert.Equal(new DateTimeOffset(2029, 12, 31, 23, 0, 0, TimeSpan.Zero), container.StartedAt!.Value.AddTicks(-container.StartedAt.Value.Ticks % TimeSpan.TicksPerSecond));
        Assert.Equal((null, null, null, 0.5), (container.FinishedAt, container.ExitCode, container.MemoryLimit, container.CpuLimit));
        Assert.Equal(["0.0.0.0:5353>53/udp", "0.0.0.0:11436>11434/tcp", "[::]:11436>11434/tcp"], container.Ports.Select(p => $"{new IPEndPoint(p.HostAddress, p.HostPort)}>{p.ContainerPort}/{p.Protocol}"));
        Assert.Equal(["it", "ollama", "shop-ollama-1"], container.HostNames);
        Assert.Equal((IPAddress.Parse("172.18.0.2"), IPAddress.Parse("fd00::2"), IPAddress.Parse("172.18.0.1")), (container.Networks[0].Address, container.Networks[0].AddressV6, container.Networks[0].Gateway));
        Assert.Equal(("2", "", "2 variables"), (container.Environment["A"], container.Environment["B"], container.Environment.ToString()));
    }

    /// <summary>Only where the tests run as root can a socket be made that is not theirs.</summary>
    [Fact]
    public void The_group_that_may_use_a_socket_is_named()
    {
        using var engine = new FakeEngine(Path);
        File.WriteAllText($"{_folder}/group", string.Concat(Enumerable.Range(0, 70_000).Where(g => g < 200 || g > 69_990).Select(g => $"group{g}:x:{g}:\n")));

        var group = SocketGroup.Of(Path, $"{_folder}/group");

        Assert.StartsWith("group", group, StringComparison.Ordinal);
        Assert.Null(SocketGroup.Of($"{_folder}/none", "/etc/group"));
    }

    private async Task<Container> ContainerAsync(string inspected)
    {
        using var fake = new FakeEngine(Path);
        fake.Answers["/containers/json?all=true"] = $$"""[{"Id":"{{Id}}","Names":["/it"],"State":"running"}]""";
        fake.Answers[$"/containers/{Id}/json"] = inspected;
        var look = await LookAsync();
        Assert.Null(look.Problem);
        return Assert.Single(look.Containers);
    }

    private async Task<ContainersLook> LookAsync(EnginePlaces? places = null)
    {
        using var engine = new DockerEngine(places ?? new EnginePlaces([Path], null, "/etc/group", _ => true), _time);
        return await engine.LookAsync(Cancel);
    }
}
