using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Ziggie.Machine.Containers;
using Ziggie.Tests.Support;

namespace Ziggie.Tests.Machine.Containers;

/// <summary>Containers of a real engine.</summary>
[Collection(ContainerEngineTests.Name)]
public sealed class DockerEngineFunctionalTests(ContainerEngine real)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact(Timeout = 120_000)]
    public async Task A_container_is_told_with_all_that_the_engine_knows()
    {
        if (real.IsMissing()) return;
        var port = FreePort();
        var folder = Directory.CreateTempSubdirectory("ziggie-mount-").FullName;
        var id = await real.RunAsync(
            new
            {
                Cmd = (string[])["httpd", "-f", "-p", "8080"],
                Env = (string[])["OLLAMA_HOST=0.0.0.0:8080", "TOKEN=secret"],
                Hostname = "ollama-box",
                Labels = new Dictionary<string, string> { ["com.docker.compose.project"] = "shop", ["com.docker.compose.service"] = "ollama" },
                ExposedPorts = new Dictionary<string, object> { ["8080/tcp"] = new { } },
                HostConfig = new
                {
                    PortBindings = new Dictionary<string, object> { ["8080/tcp"] = (object[])[new { HostIp = "127.0.0.1", HostPort = $"{port}" }] },
                    Memory = 64 << 20,
                    NanoCpus = 1_500_000_000L,
                    RestartPolicy = new { Name = "always" },
                    Binds = (string[])[$"{folder}:/data:ro"],
                },
                NetworkingConfig = new { EndpointsConfig = new Dictionary<string, object> { [real.Network] = new { Aliases = (string[])["ollama"] } } },
            },
            "told");
        using var engine = new DockerEngine(real.Places, TimeProvider.System);

        var look = await engine.LookAsync(Cancel);

        Assert.Null(look.Problem);
        Assert.Equal(real.Socket, look.Engine!.Socket);
        Assert.NotEmpty(look.Engine.Version);
        var container = look.Find(id)!;
        Assert.Equal(("told", "localhost/busybox:test", "shop", "ollama"), (container.Name, container.Image, container.Project, container.Service));
        Assert.Equal((ContainerState.Running, ContainerHealth.None, true), (container.State, container.Health, container.IsRunning));
        Assert.True(Directory.Exists($"/proc/{container.Pid}"));
        Assert.InRange(container.StartedAt!.Value, look.At.AddMinutes(-2), look.At.AddMinutes(1));
        Assert.Equal([new PublishedPort(IPAddress.Loopback, port, 8080, "tcp")], container.Ports);
        var network = Assert.Single(container.Networks);
        Assert.Equal(real.Network, network.Name);
        Assert.NotNull(network.Address);
        Assert.Equal(["told", "ollama", "ollama-box"], container.HostNames);
        Assert.Equal((64L << 20, 1.5, "always"), (container.MemoryLimit, container.CpuLimit, container.RestartPolicy));
        Assert.Equal(new ContainerMount("bind", folder, "/data", true), Assert.Single(container.Mounts, m => m.Target == "/data"));
        Assert.Equal(("0.0.0.0:8080", "secret"), (container.Environment["OLLAMA_HOST"], container.Environment["TOKEN"]));
        Assert.False(container.Gpus.Any);
        Assert.DoesNotContain("secret", $"{container} {look}", StringComparison.Ordinal);
        Assert.DoesNotContain("secret", JsonSerializer.Serialize(container with { Networks = [], Ports = [] }), StringComparison.Ordinal);
        Directory.Delete(folder);
        await real.RemoveAsync(id);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_container_that_has_stopped_tells_how()
    {
        if (real.IsMissing()) return;
        var id = await real.RunAsync(new { Cmd = (string[])["sh", "-c", "exit 7"] });
        var time = new ManualTime(TimeProvider.System.GetUtcNow());
        using var engine = new DockerEngine(real.Places, time);

        Container? container = null;
        await Eventually.TrueAsync(async () =>
        {
            time.Advance(DockerEngine.Fresh);
            container = (await engine.LookAsync(Cancel)).Find(id);
            return container is { IsRunning: false };
        });

        Assert.Equal((ContainerState.Exited, 7, null), (container!.State, container.ExitCode, container.Pid));
        Assert.NotNull(container.FinishedAt);
        time.Advance(TimeSpan.FromDays(8));
        Assert.Null((await engine.LookAsync(Cancel)).Find(id));
        await real.RemoveAsync(id);
    }

    /// <summary>Whatever listens at the socket after it is asked, at the latest when the look is old.</summary>
    [Fact(Timeout = 120_000)]
    public async Task An_engine_that_goes_away_and_comes_back_is_told()
    {
        if (real.IsMissing()) return;
        var folder = Directory.CreateTempSubdirectory("ziggie-gone-").FullName;
        var time = new ManualTime();
        using var engine = new DockerEngine(new EnginePlaces([$"{folder}/docker.sock"], null, "/etc/group", program => program == "podman"), time);
        File.CreateSymbolicLink($"{folder}/docker.sock", real.Socket!);
        Assert.Null((await engine.LookAsync(Cancel)).Problem);

        File.Delete($"{folder}/docker.sock");
        // What is open stays open when a socket's name goes: an engine that ends closes it.
        using var other = new DockerEngine(new EnginePlaces([$"{folder}/docker.sock"], null, "/etc/group", program => program == "podman"), time);
        var gone = await other.LookAsync(Cancel);
        Assert.Equal((EngineTrouble.SocketMissing, 0, null), (gone.Problem!.Trouble, gone.Containers.Count, gone.Engine));
        Assert.Contains("podman.socket", gone.Problem.Reason, StringComparison.Ordinal);
        File.CreateSymbolicLink($"{folder}/docker.sock", real.Socket!);
        Assert.Same(gone, await other.LookAsync(Cancel));
        time.Advance(DockerEngine.Fresh);
        Assert.Null((await other.LookAsync(Cancel)).Problem);
        Directory.Delete(folder, recursive: true);
    }

    private static int FreePort()
    {
        using var tcp = new TcpListener(IPAddress.Loopback, 0);
        tcp.Start();
        return ((IPEndPoint)tcp.LocalEndpoint).Port;
    }
}
