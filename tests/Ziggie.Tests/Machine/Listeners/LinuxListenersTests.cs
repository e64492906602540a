using System.Globalization;
using System.Net;
using System.Text;
using Ziggie.Machine.Listeners;

namespace Ziggie.Tests.Machine.Listeners;

/// <summary>What is made of /proc, on machines that we lack.</summary>
public sealed class LinuxListenersTests : IDisposable
{
    private const string Any6 = "00000000000000000000000000000000";
    private const string Container = "4f6a0b3c9d8e7f6a5b4c3d2e1f0a9b8c7d6e5f4a3b2c1d0e9f8a7b6c5d4e3f2a";

    private readonly ProcFixture _proc = new();

    public void Dispose() => _proc.Dispose();

    [Fact]
    public void Every_kind_of_listener_is_read_and_nothing_else()
    {
        _proc.Socket("net/tcp", "0100007F:D360", 11).Socket("net/tcp", "0100007F:D361", 12, state: "01", remote: "0100007F:9999").Socket("net/tcp", "00000000:0016", 0)
            .Socket("net/tcp6", $"{Any6}:0050", 13, user: 112).Socket("net/tcp6", "00000000000000000000000001000000:0051", 14).Socket("net/tcp6", "0000000000000000FFFF00000100007F:0052", 15)
            .Socket("net/udp", "00000000:0035", 16, state: "07").Socket("net/udp", "00000000:0036", 17, state: "07", remote: "08080808:0035").Socket("net/udp6", $"{Any6}:14E9", 18, state: "07");

        var table = _proc.Reader.Read();

        Assert.Equal(
            ["Udp 0.0.0.0:53", "Tcp [::]:80", "Tcp [::1]:81", "Tcp 127.0.0.1:82", "Udp [::]:5353", "Tcp 127.0.0.1:54112"],
            table.Listeners.Select(l => $"{l.Protocol} {new IPEndPoint(l.Address, l.Port)}"));
        Assert.Equal((112, "postgres"), (table.Listeners[1].UserId, table.Listeners[1].User));
        Assert.All(table.Listeners, l => Assert.Null(l.V6Only));
        Assert.Empty(table.Notes);
    }

    [Fact]
    public void Every_holder_is_named_with_what_is_known_of_it()
    {
        _proc.Socket("net/tcp", "00000000:0050", 11).Process(10, "nginx", 11, 99)
            .Process(12, 10, "nginx"u8.ToArray(), [98, 11], "nginx\0-c\0/etc/my site.conf\0", $"0::/system.slice/docker-{Container}.scope\n", ticks: 12_345);

        var listener = Assert.Single(_proc.Reader.Read().Listeners);

        Assert.Equal([10, 12], listener.Holders.Select(h => h.Pid));
        var worker = listener.Holders[1];
        Assert.Equal((10, "nginx", "nginx", "nginx -c '/etc/my site.conf'", Container), (worker.ParentPid, worker.Name, worker.ParentName, worker.CommandLine, worker.Container));
        Assert.Equal((112, "postgres"), (worker.UserId, worker.User));
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1_700_000_000).AddSeconds(123.45), worker.Started);
        Assert.Equal((10, false), (listener.RecordedPid, listener.RecordedPidGone));
    }

    [Theory]
    [InlineData("tmux: server", "tmux: server")]
    [InlineData("a) R 1 (b", "a) R 1 (b")]
    [InlineData("two\nlines", "two\\nlines")]
    [InlineData("\u001b[2J", "\\x1b[2J")]
    [InlineData("", "")]
    public void Names_of_any_kind_are_read(string name, string shown)
    {
        _proc.Socket("net/tcp", "00000000:0050", 11).Process(10, 7, Encoding.UTF8.GetBytes(name), [11]);

        var holder = Assert.Single(Assert.Single(_proc.Reader.Read().Listeners).Holders);

        Assert.Equal((shown, 7), (holder.Name, holder.ParentPid));
    }

    [Fact]
    public void A_name_that_is_no_text_is_shown_as_far_as_it_is()
    {
        _proc.Socket("net/tcp", "00000000:0050", 11).Process(10, 1, [(byte)'a', 0xFF, 0xC3, (byte)'b'], [11], "a\0\0\n'\0");

        var holder = Assert.Single(Assert.Single(_proc.Reader.Read().Listeners).Holders);

        Assert.Equal("a\uFFFD\uFFFDb", holder.Name);
        Assert.Equal("a '' '\\n'\\'''", holder.CommandLine);
    }

    [Fact]
    public void What_vanishes_while_it_is_read_is_left_out()
    {
        _proc.Socket("net/tcp", "00000000:0050", 11).Process(10, "whole", 11).Process(20, "no-stat", 11).Process(30, "no-more", 11).Process(40, "no-fd", 11);
        _proc.Remove("20/stat");
        foreach (var name in (string[])["cmdline", "comm", "cgroup", "status"]) _proc.Remove($"30/{name}");
        Directory.Delete(_proc.InProc("40/fd"), recursive: true);
        _proc.Write("50/stat", "50 (torn");
        _proc.Link("50/fd/3", "socket:[11]");
        _proc.Link("60/fd/3", "socket:[");
        _proc.Write("net/tcp6", "  sl\n   0: 00:1 garbage\n\n   1: 00000000000000000000000000000000:0050 00000000000000000000000000000000:0000 0A");

        var listener = Assert.Single(_proc.Reader.Read().Listeners);

        Assert.Equal(["whole", "no-more"], listener.Holders.Select(h => h.Name));
        Assert.Equal(("", null, null), (listener.Holders[1].CommandLine, listener.Holders[1].User, listener.Holders[1].Container));
    }

    [Fact]
    public void A_machine_without_readable_tables_is_told_of()
    {
        _proc.Remove("net/tcp");

        var table = _proc.Reader.Read();

        Assert.Empty(table.Listeners);
        Assert.Contains("may not be read", Assert.Single(table.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void Known_sockets_are_looked_for_only_in_new_processes_until_a_minute_has_gone()
    {
        _proc.Socket("net/tcp", "00000000:0050", 11).Process(10, "a", 11).Process(20, "b");
        int[] Pids() => [.. Assert.Single(_proc.Reader.Read().Listeners).Holders.Select(h => h.Pid)];
        Assert.Equal([10], Pids());

        // Handed over: seen later. Begun: seen at once.
        _proc.Link("20/fd/9", "socket:[11]");
        _proc.Process(30, "c", 11);
        Assert.Equal([10, 30], Pids());
        _proc.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal([10, 20, 30], Pids());
        _proc.End(30);
        Assert.Equal([10, 20], Pids());
    }

    [Fact]
    public void Unchanged_listeners_are_the_very_same()
    {
        _proc.Socket("net/tcp", "00000000:0050", 11).Process(10, "a", 11);

        Assert.Same(_proc.Reader.Read().Listeners[0], _proc.Reader.Read().Listeners[0]);
    }

    [Fact]
    public void A_program_that_has_just_begun_is_read_again_as_it_may_become_another()
    {
        _proc.Socket("net/tcp", "00000000:0050", 11).Process(10, "a", 11);
        _proc.Reader.Read();
        _proc.Process(20, "sh", 11);
        Assert.Equal("sh", _proc.Reader.Read().Listeners[0].Holders[1].Name);

        _proc.End(20);
        _proc.Process(20, "server", 11);

        Assert.Equal("server", _proc.Reader.Read().Listeners[0].Holders[1].Name);
    }

    [Fact]
    public void An_opener_that_has_ended_is_remembered_while_its_children_hold_the_socket()
    {
        _proc.Socket("net/tcp", "00000000:0050", 11).Process(10, "parent", 11);
        _proc.Reader.Read();
        _proc.Process(20, 10, "child"u8.ToArray(), [11]);
        _proc.End(10);

        var listener = Assert.Single(_proc.Reader.Read().Listeners);

        Assert.Equal(("child", 10, true), (Assert.Single(listener.Holders).Name, listener.RecordedPid, listener.RecordedPidGone));
    }

    [Fact]
    public void A_number_of_a_socket_that_is_given_again_is_another_listener()
    {
        _proc.Socket("net/tcp", "00000000:0050", 11).Process(10, "a", 11);
        _proc.Reader.Read();
        _proc.End(10);
        _proc.Write("net/tcp", "title\n");
        Assert.Empty(_proc.Reader.Read().Listeners);

        _proc.Socket("net/udp", "00000000:0035", 11, state: "07").Process(20, "b", 11);

        var listener = Assert.Single(_proc.Reader.Read().Listeners);
        Assert.Equal((53, 20, false), (listener.Port, listener.Holders[0].Pid, listener.RecordedPidGone));
    }

    [Fact]
    public void Listeners_of_other_networks_are_read_through_their_processes()
    {
        _proc.Socket("net/tcp", "00000000:0050", 11).Socket("30/net/tcp", "00000000:0050", 31).Process(10, "a", 11).Process(30, "b", 31).Process(31, "c", 31);
        foreach (var (pid, network) in ((int, int)[])[(10, 1), (30, 2), (31, 2)]) _proc.Link($"{pid}/ns/net", $"net:[{network}]");
        _proc.Write("31/net/tcp", File.ReadAllBytes(_proc.InProc("30/net/tcp")));

        var listeners = _proc.Reader.Read().Listeners;

        Assert.Equal([(0, "a"), (2, "b c")], listeners.Select(l => ((int)l.Namespace, string.Join(' ', l.Holders.Select(h => h.Name)))));
        Assert.Equal(["a"], _proc.Reader.At(80).Select(l => l.Holders[0].Name));
        Assert.Empty(_proc.Reader.At(81));
    }

    [Fact]
    public void Other_networks_are_read_again_when_a_process_begins_there_or_after_a_while()
    {
        _proc.Socket("net/tcp", "00000000:0050", 11).Socket("30/net/tcp", "00000000:0050", 31).Process(10, "a", 11).Process(30, "b", 31, 32, 33, 34);
        foreach (var (pid, network) in ((int, int)[])[(10, 1), (30, 2)]) _proc.Link($"{pid}/ns/net", $"net:[{network}]");
        int[] Ports() => [.. _proc.Reader.Read().Listeners.Where(l => l.Namespace == 2).Select(l => l.Port)];
        Assert.Equal([80], Ports());

        _proc.Socket("30/net/tcp", "00000000:0051", 32);
        Assert.Equal([80], Ports());
        _proc.Time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal([80, 81], Ports());

        _proc.Socket("30/net/tcp", "00000000:0052", 33);
        _proc.Process(31, "c", 33);
        _proc.Link("31/ns/net", "net:[2]");
        Assert.Equal([80, 81, 82], Ports());

        _proc.End(30);
        _proc.End(31);
        Assert.Empty(Ports());
    }

    [Theory]
    [InlineData("0::/\n", null)]
    [InlineData("4:memory:/process_api/89cac69af289d6efeade1cfc27e18a35\n", null)]
    [InlineData("12:pids:/docker/" + Container + "\n0::/\n", Container)]
    [InlineData("0::/machine.slice/libpod-" + Container + ".scope/container\n", Container)]
    [InlineData("0::/kubepods.slice/kubepods-pod89cac69af289d6efeade1cfc27e18a35.slice/cri-containerd-" + Container + ".scope\n", Container)]
    [InlineData("0::/lxc.payload.web/init.scope\n", "web")]
    public void The_container_is_found_in_the_control_group(string cgroup, string? container)
    {
        _proc.Socket("net/tcp", "00000000:0050", 11).Process(10, 1, "a"u8.ToArray(), [11], cgroup: cgroup);

        Assert.Equal(container, Assert.Single(Assert.Single(_proc.Reader.Read().Listeners).Holders).Container);
    }

    [Fact]
    public void What_docker_publishes_is_known_by_its_proxy()
    {
        const string Command = "/usr/bin/docker-proxy\0-proto\0tcp\0-host-ip\00.0.0.0\0-host-port\054112\0-container-ip\0172.17.0.2\0-container-port\08080\0";
        _proc.Socket("net/tcp", "00000000:D360", 11).Process(10, 1, "docker-proxy"u8.ToArray(), [11], Command);

        var holder = Assert.Single(Assert.Single(_proc.Reader.Read().Listeners).Holders);

        Assert.Equal((true, "172.17.0.2:8080"), (holder.IsPublisher, holder.PublishedTo));
    }

    [Fact]
    public void Five_thousand_listeners_are_read_each_with_its_holder()
    {
        const int Count = 5000;
        var table = new StringBuilder("title\n");
        for (var i = 0; i < Count; i++) table.Append(CultureInfo.InvariantCulture, $"{i,4}: 0100007F:{10_000 + i:X4} 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 {100_000 + i} 1 0 100 0 0 10 0\n");
        _proc.Write("net/tcp", table.ToString());
        for (var pid = 1; pid <= 50; pid++) _proc.Process(pid, $"p{pid}", [.. Enumerable.Range(0, Count / 50).Select(i => 100_000L + pid - 1 + 50 * i)]);

        var listeners = _proc.Reader.Read().Listeners;
        var report = PortsReporter.Make(_proc.Reader.Read(), Ziggie.Machine.Listeners.Conflicts.PlatformRules.Linux, 0, PortRange.Highest, withCommands: true);

        Assert.Equal(Count, listeners.Count);
        Assert.All(listeners, (l, i) => Assert.Equal((10_000 + i, 1 + i % 50), (l.Port, Assert.Single(l.Holders).Pid)));
        Assert.Equal((Count, Count), (report.Items.Count, report.Ports.Count));
        Assert.All(report.Items, i => Assert.Empty(i.Conflicts));
    }
}
