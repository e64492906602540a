using FsCheck;
using FsCheck.Fluent;
using Ziggie.Machine.Listeners.Conflicts;

namespace Ziggie.Tests.Machine.Listeners;

/// <summary>Who answers whom, from tables.</summary>
public sealed class PortAnalysisTests
{
    /// <summary>A container publishes the port on all addresses; six copies of the program, started by hand long ago, sit on the loopback address, and those who started them have ended.</summary>
    private const string StaleCopies = """
        Proto  Local Address          Foreign Address        State           PID
        TCP    0.0.0.0:54112          0.0.0.0:0              LISTENING       18452
        TCP    127.0.0.1:54112        0.0.0.0:0              LISTENING       2232
        TCP    127.0.0.1:54112        0.0.0.0:0              LISTENING       7760
        TCP    127.0.0.1:54112        0.0.0.0:0              LISTENING       11904
        TCP    127.0.0.1:54112        0.0.0.0:0              LISTENING       15388
        TCP    127.0.0.1:54112        0.0.0.0:0              LISTENING       20016
        TCP    127.0.0.1:54112        0.0.0.0:0              LISTENING       26640
        """;

    private const string StaleProcesses = """
        18452 1 com.docker.backend.exe
        31001 2232 python.exe
        31002 7760 python.exe
        31003 11904 python.exe
        31004 15388 python.exe
        31005 20016 python.exe
        31006 26640 python.exe
        """;

    [Fact]
    public void Stale_copies_on_the_loopback_address_take_the_place_of_a_healthy_container()
    {
        var port = Assert.Single(PortAnalysis.Of(NetstatTable.Parse(StaleCopies, StaleProcesses), PlatformRules.Windows));
        var container = port.Listeners[0];
        var copies = port.Listeners.Skip(1).ToList();

        Assert.Equal(
            [("localhost", AnswerKind.Undefined), ("127.0.0.1", AnswerKind.Undefined), ("[::1]", AnswerKind.Nobody), ("outside", AnswerKind.One), ("outside IPv6", AnswerKind.Nobody)],
            port.Answers.Select(a => (a.To, a.Kind)));
        Assert.Equal(copies, port.Answers[0].By);
        Assert.Equal([container], port.Answers[3].By);

        var shadow = port.Conflicts[0];
        Assert.Equal((ConflictKind.NativeBeforeContainer, 6), (shadow.Kind, shadow.Winners.Count));
        Assert.Equal(["localhost", "127.0.0.1"], shadow.To);
        Assert.Equal([container], shadow.Losers);
        Assert.Contains("reaches python.exe (process 31001), ", shadow.Text, StringComparison.Ordinal);
        Assert.Contains("not com.docker.backend.exe (process 18452) on 0.0.0.0:54112, which serves a container.", shadow.Text, StringComparison.Ordinal);
        var shared = port.Conflicts[1];
        Assert.Equal((ConflictKind.Shared, 6), (shared.Kind, shared.Winners.Count));
        var dead = port.Conflicts.Skip(2).ToList();
        Assert.Equal(copies, dead.Select(d => Assert.Single(d.Winners)));
        Assert.All(dead, d => Assert.Equal(ConflictKind.RecordedPidGone, d.Kind));
        Assert.Contains("opened by process 2232, which has ended; the socket is held on by python.exe (process 31001)", dead[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void On_Linux_equal_ones_alternate()
    {
        var port = Assert.Single(PortAnalysis.Of(NetstatTable.Parse(StaleCopies, StaleProcesses), PlatformRules.Linux));

        Assert.Equal(AnswerKind.Alternating, port.Answers[1].Kind);
        Assert.Contains("SO_REUSEPORT", port.Conflicts[0].Text, StringComparison.Ordinal);
        Assert.Contains("answers alternate", port.Conflicts[1].Text, StringComparison.Ordinal);
    }

    [Theory]
    // One server on all addresses.
    [InlineData("TCP 0.0.0.0:80 x 10", "10 1 a", "linux")]
    [InlineData("TCP [::]:80 x 10", "10 1 a", "linux")]
    [InlineData("TCP 0.0.0.0:80 x 10\nTCP [::]:80 x 10", "10 1 a", "windows")]
    // A specific address of its own beside all.
    [InlineData("UDP 0.0.0.0:123 x 10\nUDP 127.0.0.1:123 x 10\nUDP [::1]:123 x 10", "10 1 ntpd", "linux")]
    // Workers of one server, each with a socket.
    [InlineData("TCP 0.0.0.0:80 x 11\nTCP 0.0.0.0:80 x 12", "10 1 a\n11 10 a\n12 10 a", "linux")]
    [InlineData("TCP 0.0.0.0:80 x 10\nTCP 0.0.0.0:80 x 12", "10 1 a\n12 10 a", "linux")]
    // One published port, a program for each family.
    [InlineData("TCP 0.0.0.0:80 x 10\nTCP [::]:80 x 11", "10 1 docker-proxy\n11 1 docker-proxy", "linux")]
    // Multicast is shared by design.
    [InlineData("UDP 0.0.0.0:5353 x 10\nUDP 0.0.0.0:5353 x 11", "10 1 avahi\n11 1 chrome", "linux")]
    // The same port on addresses of their own.
    [InlineData("TCP 127.0.0.1:80 x 10\nTCP 192.168.1.5:80 x 11", "10 1 a\n11 1 b", "windows")]
    // TCP and UDP are two ports.
    [InlineData("TCP 127.0.0.1:53 x 10\nUDP 0.0.0.0:53 x 11", "10 1 a\n11 1 b", "linux")]
    public void Healthy_ports_have_no_conflict(string table, string processes, string platform) =>
        Assert.All(PortAnalysis.Of(NetstatTable.Parse(table, processes), Rules(platform)), p => Assert.Empty(p.Conflicts));

    [Theory]
    [InlineData("TCP 0.0.0.0:80 x 10\nTCP 127.0.0.1:80 x 11", "linux", "11", "11", "", "10", "")]
    [InlineData("TCP [::]:80 x 10\nTCP 127.0.0.1:80 x 11", "linux", "10", "11", "10", "10", "10")]
    [InlineData("TCP [::]:80 x 10\nTCP 127.0.0.1:80 x 11", "windows", "10", "11", "10", "", "10")]
    [InlineData("TCP 0.0.0.0:80 x 10\nTCP [::]:80 x 11", "macos", "11", "10", "11", "10", "11")]
    [InlineData("TCP 127.0.0.1:80 x 10", "linux", "10", "10", "", "", "")]
    [InlineData("TCP [::1]:80 x 10", "linux", "10", "", "10", "", "")]
    [InlineData("TCP 192.168.1.5:80 x 10", "linux", "", "", "", "", "")]
    public void Each_address_is_answered_by(string table, string platform, string localhost, string v4, string v6, string outside, string outsideV6)
    {
        var port = Assert.Single(PortAnalysis.Of(NetstatTable.Parse(table, "10 1 a\n11 1 b"), Rules(platform)));

        Assert.Equal([localhost, v4, v6, outside, outsideV6], port.Answers.Take(5).Select(a => string.Join(' ', a.By.Select(l => l.Holders[0].Pid))));
    }

    [Fact]
    public void A_bound_address_of_its_own_is_an_answer_of_its_own()
    {
        var port = Assert.Single(PortAnalysis.Of(NetstatTable.Parse("TCP 192.168.1.5:80 x 10\nTCP 0.0.0.0:80 x 11", "10 1 a\n11 1 b"), PlatformRules.MacOs));

        Assert.Equal(("192.168.1.5", AnswerKind.One, "a"), (port.Answers[5].To, port.Answers[5].Kind, port.Answers[5].By[0].Holders[0].Name));
        Assert.Equal((ConflictKind.Shadowed, "192.168.1.5"), (Assert.Single(port.Conflicts).Kind, Assert.Single(port.Conflicts[0].To)));
    }

    [Fact]
    public void The_two_loopback_addresses_may_be_two_servers()
    {
        var port = Assert.Single(PortAnalysis.Of(NetstatTable.Parse("TCP [::1]:80 x 10\nTCP 127.0.0.1:80 x 11", "10 1 a\n11 1 b"), PlatformRules.Linux));

        var conflict = Assert.Single(port.Conflicts);
        Assert.Equal(ConflictKind.SplitLocalhost, conflict.Kind);
        Assert.Contains("a (process 10) on [::1]:80 and b (process 11) on 127.0.0.1:80", conflict.Text, StringComparison.Ordinal);
        var v4Only = PlatformRules.Linux with { Localhost = [System.Net.IPAddress.Loopback] };
        Assert.Empty(Assert.Single(PortAnalysis.Of(port.Listeners, v4Only)).Conflicts);
    }

    [Fact]
    public void Packet_rules_lead_past_a_native_server_but_not_from_the_loopback_address()
    {
        var native = Assert.Single(NetstatTable.Parse("TCP 0.0.0.0:80 x 10", "10 1 a"));
        var published = native with { ByPacketRules = true, Holders = [] };

        var port = Assert.Single(PortAnalysis.Of([native, published], PlatformRules.Linux));

        Assert.Equal([native], port.Answers[1].By);
        Assert.Equal([published], port.Answers[3].By);
        Assert.Equal(
            [(ConflictKind.NativeBeforeContainer, "localhost 127.0.0.1", published), (ConflictKind.Shadowed, "outside", native)],
            port.Conflicts.Select(c => (c.Kind, string.Join(' ', c.To), Assert.Single(c.Losers))));
    }

    [Fact]
    public void Networks_do_not_meet()
    {
        var all = NetstatTable.Parse("TCP 0.0.0.0:80 x 10\nTCP 127.0.0.1:80 x 11", "10 1 a\n11 1 b");

        var ports = PortAnalysis.Of([all[0], all[1] with { Namespace = 7 }], PlatformRules.Linux);

        Assert.Equal([0L, 7L], ports.Select(p => p.Namespace));
        Assert.All(ports, p => Assert.Empty(p.Conflicts));
    }

    [Fact]
    public void Whoever_answers_listens_and_without_the_losers_answers_stay_the_same()
    {
        var listener =
            from address in Gen.Elements("0.0.0.0", "127.0.0.1", "[::]", "[::1]", "10.0.0.1", "[fd00::1]")
            from pid in Gen.Choose(1, 5)
            from only in Gen.Elements<bool?>(null, true, false)
            from rules in Gen.Frequency((5, Gen.Constant(false)), (1, Gen.Constant(true)))
            select NetstatTable.Parse($"TCP {address}:80 x {pid}", $"{pid} 1 p{pid}")[0] with { V6Only = only, ByPacketRules = rules };
        var platforms = Gen.Elements(PlatformRules.Linux, PlatformRules.Windows, PlatformRules.MacOs);
        Prop.ForAll(listener.ArrayOf().ToArbitrary(), platforms.ToArbitrary(), (table, rules) =>
        {
            foreach (var port in PortAnalysis.Of(table, rules))
            {
                Assert.All(port.Answers, a => Assert.All(a.By, l => Assert.Contains(l, table)));
                Assert.All(port.Answers, a => Assert.Equal(a.By.Count == 0, a.Kind == AnswerKind.Nobody));
                Assert.All(port.Conflicts, c => Assert.Empty(c.Winners.Intersect(c.Losers, ReferenceEqualityComparer.Instance)));
                foreach (var answer in port.Answers.Where(a => a.By.Count > 0 && a.To != "localhost"))
                {
                    // An address that only losers are bound to is named no more.
                    var alone = Assert.Single(PortAnalysis.Of(answer.By, rules)).Answers.FirstOrDefault(a => a.To == answer.To);
                    if (alone is not null) Assert.Equal(answer.By, alone.By);
                }
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300).WithQuietOnSuccess(true));
    }

    private static PlatformRules Rules(string name) => name switch
    {
        "windows" => PlatformRules.Windows,
        "macos" => PlatformRules.MacOs,
        _ => PlatformRules.Linux,
    };
}
