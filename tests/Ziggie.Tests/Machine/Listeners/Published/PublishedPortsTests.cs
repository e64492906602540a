using System.Net;
using Ziggie.Machine.Containers;
using Ziggie.Machine.Listeners;
using Ziggie.Machine.Listeners.Conflicts;
using Ziggie.Machine.Listeners.Published;
using Ziggie.Machine.Sampling;
using Ziggie.Tests.Machine.Sampling;

namespace Ziggie.Tests.Machine.Listeners.Published;

/// <summary>Sockets and what engines publish, put together.</summary>
public sealed class PublishedPortsTests
{
    private static readonly string s_id = new('a', 64);

    [Theory]
    // Docker's proxies, one for each family; Podman's socket that only keeps the port; one for both families; of a user who may not be seen into.
    [InlineData("0.0.0.0 [::]", "docker-proxy", "0.0.0.0 [::]")]
    [InlineData("0.0.0.0", "conmon", "0.0.0.0")]
    [InlineData("0.0.0.0 [::]", "rootlessport", "[::]")]
    [InlineData("127.0.0.1", "docker-proxy", "127.0.0.1")]
    [InlineData("0.0.0.0", "", "0.0.0.0")]
    public void A_port_with_a_socket_is_named_for_its_container(string published, string process, string sockets)
    {
        var found = Add(Web(published), sockets.Split(' ').Select((s, i) => Socket(s, 80, process, 10 + i)));

        Assert.Equal(sockets.Split(' ').Length, found.Count);
        Assert.All(found, l => Assert.Equal((new ListenerContainer(s_id, "web"), "172.17.0.2:8080", false, true), (l.Container!, l.PublishedTo, l.ByPacketRules, l.IsPublished)));
        Assert.Empty(Conflicts(found));
    }

    [Theory]
    [InlineData("0.0.0.0", 80, "nginx", "0.0.0.0")]
    [InlineData("127.0.0.1", 80, "docker-proxy", "0.0.0.0")]
    [InlineData("0.0.0.0", 81, "docker-proxy", "0.0.0.0")]
    [InlineData("127.0.0.1", 80, "", "0.0.0.0")]
    public void A_port_without_one_is_led_by_packet_rules(string address, int port, string process, string published)
    {
        var found = Add(Web(published), [Socket(address, port, process, 10)]);

        Assert.Equal((null, null, false), (found[0].Container, found[0].PublishedTo, found[0].ByPacketRules));
        Assert.Equal((true, IPAddress.Any, 80, "172.17.0.2:8080"), (found[1].ByPacketRules, found[1].Address, found[1].Port, found[1].PublishedTo));
    }

    [Fact]
    public void A_native_program_on_the_loopback_address_is_in_the_container_s_place()
    {
        var found = Add(Web("0.0.0.0"), [Socket("127.0.0.1", 80, "python", 10)]);

        var port = Assert.Single(PortAnalysis.Of(found, PlatformRules.Linux));
        Assert.Equal(("python", "web"), (Assert.Single(Of(port, "127.0.0.1")).Holders[0].Name, Assert.Single(Of(port, "outside")).Container!.Name));
        var conflict = Assert.Single(port.Conflicts);
        Assert.Equal(ConflictKind.NativeBeforeContainer, conflict.Kind);
        Assert.Contains("reaches python (process 10) on 127.0.0.1:80, not container web on 0.0.0.0:80 (packet rules), which serves a container.", conflict.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_loopback_is_led_too_the_native_program_is_never_reached()
    {
        var found = Add(Web("0.0.0.0"), [Socket("127.0.0.1", 80, "python", 10)], leadsLoopback: true);

        var port = Assert.Single(PortAnalysis.Of(found, PlatformRules.Linux));
        Assert.Equal("web", Assert.Single(Of(port, "127.0.0.1")).Container!.Name);
        Assert.Empty(Of(port, "[::1]"));
        Assert.Equal(ConflictKind.Shadowed, Assert.Single(port.Conflicts).Kind);
    }

    [Fact]
    public void Containers_on_the_machine_s_own_network_are_named_and_others_before_them_are_told()
    {
        var inside = Socket("0.0.0.0", 80, "httpd", 10);
        inside = inside with { Holders = [inside.Holders[0] with { Container = s_id }] };
        var found = Add(Web("0.0.0.0") with { NetworkMode = "host" }, [inside, Socket("127.0.0.1", 80, "python", 11)]);

        Assert.Equal(2, found.Count);
        Assert.Equal(new ListenerContainer(s_id, "web"), found[0].Container);
        var conflict = Assert.Single(Conflicts(found));
        Assert.Equal(ConflictKind.NativeBeforeContainer, conflict.Kind);
        Assert.Contains("not httpd (process 10) in container web on 0.0.0.0:80", conflict.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Who_listens_inside_is_told_and_containers_that_do_not_run_publish_nothing()
    {
        var inside = Socket("0.0.0.0", 8080, "httpd", 10);
        inside = inside with { Namespace = 7, Holders = [inside.Holders[0] with { Container = s_id }] };

        var found = Add(Web("0.0.0.0"), [inside]);

        Assert.Equal("httpd", Assert.Single(found[1].Holders).Name);
        Assert.Single(Add(Web("0.0.0.0") with { State = ContainerState.Exited }, [inside]));
        Assert.Single(Add(Web("0.0.0.0") with { Ports = [new PublishedPort(IPAddress.Any, 80, 8080, "sctp")] }, [inside]));
    }

    [Fact]
    public void Whether_loopback_is_led_is_known_by_the_way_to_the_container()
    {
        using var machine = new FakeMachine();
        var routes = new LoopbackRoutes(machine.Proc("net/route", """
            Iface	Destination	Gateway 	Flags	RefCnt	Use	Metric	Mask		MTU	Window	IRTT
            eth0	00000000	010200C0	0003	0	0	0	00000000	0	0	0
            podman1	0000590A	00000000	0001	0	0	0	00FFFFFF	0	0	0
            wide	0000000A	00000000	0001	0	0	0	000000FF	0	0	0
            broken	x
            """).Proc("sys/net/ipv4/conf/all/route_localnet", "0\n").Proc("sys/net/ipv4/conf/podman1/route_localnet", "1\n").Proc("sys/net/ipv4/conf/wide/route_localnet", "0\n").Roots);

        Assert.True(routes.Leads(IPAddress.Parse("10.89.0.2")));
        Assert.False(routes.Leads(IPAddress.Parse("10.90.0.2")));
        Assert.False(routes.Leads(IPAddress.Parse("fd00::2")));
        Assert.False(routes.Leads(null));
        Assert.False(new LoopbackRoutes(new MachineRoots("/none")).Leads(IPAddress.Parse("10.89.0.2")));
    }

    private static IReadOnlyList<Listener> Of(PortReport port, string to) => port.Answers.Single(a => a.To == to).By;

    private static IReadOnlyList<PortConflict> Conflicts(IReadOnlyList<Listener> listeners) => [.. PortAnalysis.Of(listeners, PlatformRules.Linux).SelectMany(p => p.Conflicts)];

    private static IReadOnlyList<Listener> Add(Container container, IEnumerable<Listener> listeners, bool leadsLoopback = false) => PublishedPorts.Add([.. listeners], [container], _ => leadsLoopback);

    private static Container Web(string addresses) => new()
    {
        Id = s_id,
        Name = "web",
        Image = "nginx",
        State = ContainerState.Running,
        NetworkMode = "bridge",
        Networks = [new ContainerNetwork("bridge", IPAddress.Parse("172.17.0.2"), null, null, [])],
        Ports = [.. addresses.Split(' ').Select(a => new PublishedPort(IPAddress.Parse(a.Trim('[', ']')), 80, 8080, "tcp"))],
    };

    private static Listener Socket(string address, int port, string process, int pid) => new()
    {
        Protocol = IpProtocol.Tcp,
        Address = IPAddress.Parse(address.Trim('[', ']')),
        Port = port,
        Inode = pid,
        Holders = process.Length == 0 ? [] : [new Holder(pid, 1, process, null, process, null, 0, "root", null)],
    };
}
