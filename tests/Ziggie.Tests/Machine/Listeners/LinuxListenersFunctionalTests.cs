using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Ziggie.Machine.Listeners;
using Ziggie.Machine.Listeners.Conflicts;
using Ziggie.Machine.Listeners.Linux;

namespace Ziggie.Tests.Machine.Listeners;

/// <summary>Real sockets and processes of this machine.</summary>
public sealed class LinuxListenersFunctionalTests
{
    private readonly LinuxListeners _reader = new(new LinuxPlaces(), TimeProvider.System);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_own_listener_is_found_with_process_and_command(bool asksKernel)
    {
        using var tcp = new TcpListener(IPAddress.Loopback, 0);
        tcp.Start();
        using var udp = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        var reader = new LinuxListeners(new LinuxPlaces(AsksKernel: asksKernel), TimeProvider.System);

        var all = reader.Read().Listeners;

        foreach (var (protocol, end) in ((IpProtocol, EndPoint)[])[(IpProtocol.Tcp, tcp.LocalEndpoint), (IpProtocol.Udp, udp.Client.LocalEndPoint!)])
        {
            var listener = Assert.Single(all, l => l.Protocol == protocol && new IPEndPoint(l.Address, l.Port).Equals(end));
            var holder = Assert.Single(listener.Holders, h => h.Pid == Environment.ProcessId);
            Assert.Contains("Ziggie.Tests", holder.CommandLine, StringComparison.Ordinal);
            Assert.NotNull(holder.Started);
            Assert.Equal((holder.UserId, holder.User), (listener.UserId, listener.User));
            Assert.False(listener.RecordedPidGone);
        }
        Assert.Contains(reader.At(((IPEndPoint)tcp.LocalEndpoint).Port), l => l.Holders.Any(h => h.Pid == Environment.ProcessId));
        tcp.Stop();
        Assert.DoesNotContain(reader.Read().Listeners, l => l.Protocol == IpProtocol.Tcp && l.Holders.Any(h => h.Pid == Environment.ProcessId) && new IPEndPoint(l.Address, l.Port).Equals(tcp.LocalEndpoint));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Whether_an_IPv6_socket_leaves_IPv4_alone_comes_from_the_kernel(bool v6Only)
    {
        using var socket = new Socket(AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp) { DualMode = !v6Only };
        socket.Bind(new IPEndPoint(IPAddress.IPv6Any, 0));
        socket.Listen();
        var port = ((IPEndPoint)socket.LocalEndPoint!).Port;

        var report = Assert.Single(PortAnalysis.Of(_reader.Read().Listeners.Where(l => l.Port == port && l.Protocol == IpProtocol.Tcp && l.Namespace == 0), PlatformRules.Linux));

        Assert.Equal(v6Only, Assert.Single(report.Listeners).V6Only);
        Assert.Equal(v6Only ? AnswerKind.Nobody : AnswerKind.One, report.Answers.Single(a => a.To == "127.0.0.1").Kind);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_socket_that_a_child_inherited_outlives_the_process_that_opened_it()
    {
        using var server = await PerlServer.StartAsync("127.0.0.1", 0, Cancel, forks: true);
        Assert.Equal([server.Pid, server.Child], At(server.Port).Holders.Select(h => h.Pid).Order());

        await server.EndParentAsync(Cancel);

        var listener = At(server.Port);
        Assert.Equal((server.Child, server.Pid, true), (Assert.Single(listener.Holders).Pid, listener.RecordedPid, listener.RecordedPidGone));
        Assert.Equal(server.Child, await AskAsync("127.0.0.1", server.Port));
        var conflict = Assert.Single(Assert.Single(PortAnalysis.Of([listener], PlatformRules.Linux)).Conflicts);
        Assert.Equal(ConflictKind.RecordedPidGone, conflict.Kind);
        Assert.Contains($"process {server.Child}", conflict.Text, StringComparison.Ordinal);
        Assert.Contains($"(process {server.Child})", PortTaken.Explain(_reader, IPAddress.Loopback, server.Port), StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_specific_address_beside_all_is_told_as_the_system_does_it()
    {
        using var all = await PerlServer.StartAsync("0.0.0.0", 0, Cancel);
        using var specific = await PerlServer.StartAsync("127.0.0.1", all.Port, Cancel);

        var report = Report(all.Port);

        Assert.Equal([specific.Pid, specific.Pid, all.Pid], ((string[])["localhost", "127.0.0.1", "outside"]).Select(to => Assert.Single(report.Answers.Single(a => a.To == to).By).Holders[0].Pid));
        var conflict = Assert.Single(report.Conflicts);
        Assert.Equal(ConflictKind.Shadowed, conflict.Kind);
        Assert.Equal((specific.Pid, all.Pid), (await AskAsync("127.0.0.1", all.Port), await AskAsync("127.0.0.2", all.Port)));
    }

    [Fact(Timeout = 60_000)]
    public async Task Two_servers_on_one_address_alternate_and_are_told()
    {
        using var one = await PerlServer.StartAsync("127.0.0.1", 0, Cancel);
        using var other = await PerlServer.StartAsync("127.0.0.1", one.Port, Cancel);

        var report = Report(one.Port);

        Assert.Equal(AnswerKind.Alternating, report.Answers.Single(a => a.To == "127.0.0.1").Kind);
        Assert.Equal(ConflictKind.Shared, Assert.Single(report.Conflicts).Kind);
        var answered = new HashSet<int>();
        for (var i = 0; i < 200 && answered.Count < 2; i++) answered.Add(await AskAsync("127.0.0.1", one.Port));
        Assert.Equal([one.Pid, other.Pid], answered.Order());
    }

    [Fact(Timeout = 60_000)]
    public async Task A_process_may_call_itself_what_it_likes()
    {
        using var server = await PerlServer.StartAsync("127.0.0.1", 0, Cancel, name: @"x) R (y\n\xff");

        var holder = Assert.Single(At(server.Port).Holders);

        Assert.Equal((server.Pid, "x) R (y\\n\uFFFD", Environment.ProcessId), (holder.Pid, holder.Name, holder.ParentPid));
    }

    [Fact(Timeout = 60_000)]
    public async Task Other_networks_are_looked_into()
    {
        if (!CanUnshare())
        {
            TestContext.Current.TestOutputHelper?.WriteLine("Left out: this user may not make a network namespace.");
            return;
        }
        using var server = await PerlServer.StartAsync("0.0.0.0", 0, Cancel, before: ["unshare", "-n", "--"]);

        var listener = Assert.Single(_reader.Read().Listeners, l => l.Port == server.Port && l.Holders.Any(h => h.Pid == server.Pid));

        Assert.NotEqual(0, listener.Namespace);
        Assert.DoesNotContain(_reader.At(server.Port), l => l.Inode == listener.Inode);
    }

    [Fact]
    public void Any_platform_gives_addresses_and_ports()
    {
        using var tcp = new TcpListener(IPAddress.Loopback, 0);
        tcp.Start();
        var plain = new PlainListeners();
        var table = plain.Read();

        Assert.Contains(table.Listeners, l => new IPEndPoint(l.Address, l.Port).Equals(tcp.LocalEndpoint));
        Assert.Equal([PlainListeners.Note], table.Notes);
        Assert.Single(plain.At(((IPEndPoint)tcp.LocalEndpoint).Port));
        Assert.Contains("another user", PortTaken.Explain(plain, IPAddress.Loopback, ((IPEndPoint)tcp.LocalEndpoint).Port), StringComparison.Ordinal);
    }

    private Listener At(int port) => Assert.Single(_reader.Read().Listeners, l => l.Port == port && l.Protocol == IpProtocol.Tcp && l.Namespace == 0);

    private PortReport Report(int port) =>
        Assert.Single(PortAnalysis.Of(_reader.Read().Listeners.Where(l => l.Port == port && l.Protocol == IpProtocol.Tcp && l.Namespace == 0), PlatformRules.Linux));

    private static async Task<int> AskAsync(string address, int port)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Parse(address), port, Cancel);
        using var reader = new StreamReader(client.GetStream());
        return int.Parse((await reader.ReadLineAsync(Cancel))!, CultureInfo.InvariantCulture);
    }

    private static bool CanUnshare()
    {
        using var trying = Process.Start(new ProcessStartInfo("unshare", ["-n", "--", "true"]) { RedirectStandardError = true })!;
        trying.WaitForExit();
        return trying.ExitCode == 0;
    }
}
