using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Ziggie.Machine.Containers;
using Ziggie.Machine.Listeners;
using Ziggie.Machine.Listeners.Conflicts;
using Ziggie.Machine.Listeners.Linux;
using Ziggie.Machine.Listeners.Published;
using Ziggie.Machine.Sampling;
using Ziggie.Tests.Support;

namespace Ziggie.Tests.Machine.Listeners.Published;

/// <summary>Ports that real containers publish: who is said to answer is who does.</summary>
[Collection(ContainerEngineTests.Name)]
public sealed class PublishedPortsFunctionalTests(ContainerEngine real)
{
    private static readonly string s_outside = Dns.GetHostAddresses(Dns.GetHostName()).Concat(Own()).First(a => a.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(a)).ToString();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact(Timeout = 120_000)]
    public async Task A_port_that_a_container_publishes_is_named_for_it()
    {
        if (real.IsMissing()) return;
        var (id, port) = await PublishAsync("named");

        var report = PortsReporter.Make(await ReadAsync(), PlatformRules.Current(), port, port, withCommands: true);

        var item = Assert.Single(report.Items, i => i.Network is null);
        Assert.Equal(("named", id), (item.Container, item.ContainerId));
        Assert.EndsWith(":8080", item.PublishedTo, StringComparison.Ordinal);
        Assert.Empty(report.Ports.SelectMany(p => p.Conflicts));
        Assert.Equal("inside", await AskAsync("127.0.0.1", port));
        // The program finds the same, without a control center.
        var cli = await ZiggieProcess.RunAsync(["ports", "--from", $"{port}", "--to", $"{port}"], Cancel, new Dictionary<string, string> { ["DOCKER_HOST"] = $"unix://{real.Socket}" });
        Assert.Matches($@"{port} .*named \([\d.]+:8080\)", cli.Out);
        await real.RemoveAsync(id);
        Assert.DoesNotContain((await ReadAsync()).Listeners, l => l.Port == port);
    }

    /// <summary>The process that kept the port has ended, the rules have not: the kernel leads even loopback connections to the container.</summary>
    [Fact(Timeout = 120_000)]
    public async Task A_native_program_that_the_rules_pass_by_is_never_reached()
    {
        if (real.IsMissing() || !CanRule()) return;
        var (id, port) = await PublishAsync("by-rules");
        EndKeeper(port);
        using var native = await PerlServer.StartAsync("127.0.0.1", port, Cancel);

        var report = await ReportAsync(port);

        Assert.True(report.Listeners.Single(l => l.ByPacketRules) is { LeadsLoopback: true, Container.Name: "by-rules" });
        Assert.Equal(("inside", "inside"), (await AskAsync("127.0.0.1", port), await AskAsync(s_outside, port)));
        Assert.All((string[])["127.0.0.1", "outside"], to => Assert.Equal("by-rules", Assert.Single(report.Answers.Single(a => a.To == to).By).Container?.Name));
        Assert.Equal([native.Pid], Assert.Single(report.Conflicts, c => c.Kind == ConflictKind.Shadowed).Losers.Select(l => l.Holders[0].Pid));
        await real.RemoveAsync(id);
    }

    /// <summary>The same with rules as Docker makes them, which leave loopback connections alone.</summary>
    [Fact(Timeout = 120_000)]
    public async Task A_native_program_on_the_loopback_address_answers_in_the_container_s_place()
    {
        if (real.IsMissing() || !CanRule()) return;
        var (id, port) = await PublishAsync("bypassed");
        EndKeeper(port);
        string[] rule = ["OUTPUT", "-t", "nat", "-d", "127.0.0.0/8", "-p", "tcp", "--dport", $"{port}", "-j", "ACCEPT"];
        Run("iptables", ["-I", .. rule]);
        try
        {
            using var native = await PerlServer.StartAsync("127.0.0.1", port, Cancel);

            var report = Assert.Single(PortAnalysis.Of((await ReadAsync(leadsLoopback: false)).Listeners.Where(l => l.Port == port && l.Namespace == 0), PlatformRules.Linux));

            Assert.Equal(($"{native.Pid}", "inside"), (await AskAsync("127.0.0.1", port, native: true), await AskAsync(s_outside, port)));
            Assert.Equal(native.Pid, Assert.Single(report.Answers.Single(a => a.To == "127.0.0.1").By).Holders[0].Pid);
            Assert.Equal("bypassed", Assert.Single(report.Answers.Single(a => a.To == "outside").By).Container?.Name);
            var conflict = Assert.Single(report.Conflicts);
            Assert.Equal(ConflictKind.NativeBeforeContainer, conflict.Kind);
            Assert.Contains("not container bypassed on 0.0.0.0", conflict.Text, StringComparison.Ordinal);
        }
        finally
        {
            Run("iptables", ["-D", .. rule]);
            await real.RemoveAsync(id);
        }
    }

    private async Task<(string Id, int Port)> PublishAsync(string name)
    {
        int port;
        using (var free = new TcpListener(IPAddress.Any, 0))
        {
            free.Start();
            port = ((IPEndPoint)free.LocalEndpoint).Port;
        }
        var id = await real.RunAsync(
            new
            {
                Cmd = (string[])["sh", "-c", "echo inside > /index.html; exec httpd -f -p 8080 -h /"],
                HostConfig = new { PortBindings = new Dictionary<string, object> { ["8080/tcp"] = (object[])[new { HostPort = $"{port}" }] } },
            },
            name);
        await Eventually.TrueAsync(async () => await AskAsync(s_outside, port) == "inside");
        return (id, port);
    }

    private async Task<ListenerTable> ReadAsync(bool? leadsLoopback = null)
    {
        using var engine = new DockerEngine(real.Places, TimeProvider.System);
        // A machine that leads no loopback traffic tells nothing of it.
        var routes = new LoopbackRoutes(leadsLoopback == false ? new MachineRoots("/none") : new MachineRoots());
        return await new MachineListeners(new LinuxListeners(new LinuxPlaces(), TimeProvider.System), engine, routes, TimeProvider.System).ReadAsync(Cancel);
    }

    private async Task<PortReport> ReportAsync(int port) => Assert.Single(PortAnalysis.Of((await ReadAsync()).Listeners.Where(l => l.Port == port && l.Namespace == 0), PlatformRules.Linux));

    /// <summary>Ends the process that holds the port for the engine.</summary>
    private static void EndKeeper(int port)
    {
        var reader = new LinuxListeners(new LinuxPlaces(), TimeProvider.System);
        foreach (var holder in reader.At(port).SelectMany(l => l.Holders).Where(h => h.IsPublisher))
        {
            using var keeper = Process.GetProcessById(holder.Pid);
            keeper.Kill();
            keeper.WaitForExit();
        }
        Assert.Empty(reader.At(port));
    }

    /// <summary>The body that a server answers, or the line that one without HTTP writes; empty where there is none.</summary>
    private static async Task<string> AskAsync(string address, int port, bool native = false)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Parse(address), port, Cancel);
            var stream = client.GetStream();
            // One that answers without being asked would end the connection at a question.
            if (!native) await stream.WriteAsync("GET /index.html HTTP/1.0\r\n\r\n"u8.ToArray(), Cancel);
            using var reader = new StreamReader(stream, Encoding.ASCII);
            return (await reader.ReadToEndAsync(Cancel)).TrimEnd().Split('\n')[^1];
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            return "";
        }
    }

    private static bool CanRule()
    {
        try
        {
            if (Run("iptables", ["-t", "nat", "-S", "OUTPUT"]) == 0) return true;
        }
        catch (System.ComponentModel.Win32Exception)
        {
        }
        TestContext.Current.AddWarning("Left out: this user may not change packet rules.");
        return false;
    }

    private static int Run(string program, string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode;
    }

    private static IEnumerable<IPAddress> Own() =>
        System.Net.NetworkInformation.NetworkInterface.GetAllNetworkInterfaces().SelectMany(i => i.GetIPProperties().UnicastAddresses).Select(a => a.Address);
}
