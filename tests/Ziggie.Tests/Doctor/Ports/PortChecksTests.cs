using Ziggie.Doctor.Findings;
using Ziggie.Machine.Listeners.Conflicts;
using Ziggie.Settings;
using Ziggie.Tests.Doctor.Support;
using static Ziggie.Tests.Doctor.Support.Situation;

namespace Ziggie.Tests.Doctor.Ports;

/// <summary>Who answers at a port, over built evidence.</summary>
public sealed class PortChecksTests
{
    /// <summary>A healthy container, and six old copies of its program on the loopback address that say that they are offline.</summary>
    private static Situation Story()
    {
        var situation = new Situation()
            .Listen("0.0.0.0:54112", 900, "docker-proxy", command: "docker-proxy -proto tcp -host-ip 0.0.0.0 -host-port 54112 -container-ip 172.18.0.5 -container-port 8000", user: 0)
            .Container("app", 60, ["0.0.0.0:54112:8000"], ["OLLAMA_URL=http://ollama:11434", "API_KEY=hunter2"]).Container("ollama", 50)
            .Listen("0.0.0.0:8000", 60, "python", network: NetworkOf(60));
        for (var i = 0; i < 6; i++) situation.Listen("127.0.0.1:54112", 3001 + i, "python3", gone: 2232, command: "python3 -m app --port 54112").Process(3001 + i, p => p with { Environment = new Dictionary<string, string>(), WorkingDirectory = "/home/me/app" });
        return situation.Backend("http://127.0.0.1:54112/v1", "127.0.0.1 accepted", BackendType.OpenAi, answers: Get("/v1/models", 503, """{"error":"OFFLINE"}"""));
    }

    [Fact]
    public void Old_copies_before_a_container_are_the_root_cause()
    {
        var situation = Story();

        var root = Assert.Single(situation.Findings);
        Assert.Equal(("P203", "port:tcp/54112", Severity.Problem), (root.Code.Code, root.Target, root.Severity));
        Assert.Equal("P204 backend:b", situation.Told[0].Split('(')[1].TrimEnd(')'));
        Assert.Contains("Callers of localhost:54112 and 127.0.0.1:54112 reach python3 (process 3001)", root.Cause, StringComparison.Ordinal);
        Assert.Contains("the container app that publishes port 54112", root.Cause, StringComparison.Ordinal);
        Assert.Contains("Process 2232, which opened the socket, has ended", root.Cause, StringComparison.Ordinal);
        Assert.Contains(root.Evidence, l => l.StartsWith("ps -p 2232 → nothing: it opened 127.0.0.1:54112 and has ended; process 3001, process 3002", StringComparison.Ordinal));
        Assert.Contains(root.Evidence, l => l.Contains("lacks OLLAMA_URL, which the container app has (ollama:11434; ollama is a name that only containers know)", StringComparison.Ordinal));
        Assert.Contains(root.Evidence, l => l.StartsWith("docker ps --filter publish=54112 → app (app:latest), running", StringComparison.Ordinal));
        Assert.DoesNotContain(root.Evidence, l => l.Contains("hunter2", StringComparison.Ordinal));
    }

    [Fact]
    public void A_native_program_before_a_container_that_nobody_asks_for_is_a_warning()
    {
        var situation = new Situation().Listen("0.0.0.0:5432", 900, "docker-proxy", command: "docker-proxy -container-ip 172.18.0.5 -container-port 5432").Listen("127.0.0.1:5432", 30, "postgres");

        Assert.Equal(["P203 port:tcp/5432 warning"], situation.Told);
    }

    [Theory]
    // 8000 and 127.0.0.1: whom each touches.
    [InlineData("http://127.0.0.1:8000", "127.0.0.1 accepted", "P202 port:tcp/8000")]
    [InlineData("http://192.168.1.5:8000", "192.168.1.5 accepted", "P202 port:tcp/8000 warning")]
    [InlineData("http://127.0.0.1:9000", "127.0.0.1 accepted", "P202 port:tcp/8000 warning")]
    public void One_program_hides_another(string url, string found, string told) =>
        Assert.Equal([told], new Situation().Listen("0.0.0.0:8000", 10, "vllm").Listen("127.0.0.1:8000", 11, "other").Well(url, found).Told);

    [Fact]
    public void Localhost_may_be_two_programs()
    {
        Situation Two() => new Situation().Listen("127.0.0.1:8000", 10, "vllm").Listen("[::1]:8000", 11, "other");

        Assert.Equal(["P202 port:tcp/8000 hint"], Two().Told);
        Assert.Equal(["P202 port:tcp/8000 hint"], Two().Well("http://127.0.0.1:8000", "127.0.0.1 accepted").Told);
        Assert.Equal(["P202 port:tcp/8000 warning"], Two().Well("http://localhost:8000", "::1 accepted, 127.0.0.1 accepted").Told);
        Assert.Equal(["P202 port:tcp/8000 (P204 backend:b)"], Two().Backend("http://localhost:8000", "::1 accepted, 127.0.0.1 accepted", answers: Get("/api/tags", 404)).Told);
    }

    [Fact]
    public void Two_servers_on_one_address()
    {
        Situation Two(string other) => new Situation().Listen("127.0.0.1:8000", 10, "vllm").Listen("127.0.0.1:8000", 11, other);

        Assert.Equal(["P201 port:tcp/8000"], Two("vllm").Well("http://127.0.0.1:8000", "127.0.0.1 accepted").Told);
        Assert.Equal(["P201 port:tcp/8000 (P204 backend:b)"], Two("x").Backend("http://127.0.0.1:8000", "127.0.0.1 accepted", answers: Get("/api/tags", 404)).Told);
        Assert.Equal(["P201 port:tcp/8000 hint"], Two("vllm").Told);
        Assert.Equal(["P201 port:tcp/8000 warning"], Two("other").Told);
    }

    [Theory]
    [InlineData("127.0.0.1:54112", true)]
    [InlineData("0.0.0.0:54112", true)]
    [InlineData("[::]:54112", true)]
    [InlineData("[::1]:54112", false)]
    [InlineData("192.168.1.5:54112", false)]
    [InlineData("127.0.0.1:54113", false)]
    public void Another_program_at_Ziggies_address(string listener, bool told)
    {
        var situation = new Situation().Listen(listener, 10, "python3");
        Assert.Empty(situation.Told);

        situation.Subjects = situation.Subjects with { IsRunning = false };

        Assert.Equal(told ? ["P205 port:tcp/54112"] : [], situation.Told);
        Assert.All(situation.Findings, f => Assert.Contains("python3 (process 10", f.Cause, StringComparison.Ordinal));
    }

    [Fact]
    public void Another_Ziggie_is_named_as_such()
    {
        var situation = new Situation().Listen("127.0.0.1:54112", 10, "ziggie");
        situation.Subjects = situation.Subjects with { IsRunning = false };

        Assert.Contains("A Ziggie holds 127.0.0.1:54112 already", Assert.Single(situation.Findings).Cause, StringComparison.Ordinal);
    }

    [Fact]
    public void A_healthy_machine_gives_no_finding()
    {
        var situation = new Situation()
            // Name servers.
            .Listen("127.0.0.53:53", 100, "systemd-resolve").Listen("127.0.0.54:53", 100, "systemd-resolve").Listen("127.0.0.53:53", 100, "systemd-resolve", udp: true).Listen("127.0.0.54:53", 100, "systemd-resolve", udp: true)
            .Listen("192.168.122.1:53", 101, "dnsmasq").Listen("192.168.122.1:53", 101, "dnsmasq", udp: true).Listen("0.0.0.0:67", 101, "dnsmasq", udp: true).Listen("0.0.0.0:67", 102, "dhcpd", udp: true)
            // Multicast.
            .Listen("0.0.0.0:5353", 110, "avahi-daemon", udp: true).Listen("[::]:5353", 110, "avahi-daemon", udp: true).Listen("224.0.0.251:5353", 111, "chrome", udp: true).Listen("0.0.0.0:5353", 111, "chrome", udp: true).Listen("0.0.0.0:5353", 112, "firefox", udp: true)
            .Listen("0.0.0.0:1900", 113, "minidlna", udp: true).Listen("0.0.0.0:1900", 111, "chrome", udp: true).Listen("239.255.255.250:1900", 114, "gupnp", udp: true)
            // Time, which binds each address.
            .Listen("0.0.0.0:123", 115, "ntpd", udp: true).Listen("127.0.0.1:123", 115, "ntpd", udp: true).Listen("[::]:123", 115, "ntpd", udp: true)
            // Both families.
            .Listen("0.0.0.0:22", 120, "sshd").Listen("[::]:22", 120, "sshd", v6Only: true).Listen("127.0.0.1:631", 121, "cupsd").Listen("[::1]:631", 121, "cupsd")
            // Published ports, a program for each family.
            .Listen("0.0.0.0:3000", 130, "docker-proxy", command: "docker-proxy -host-ip 0.0.0.0 -host-port 3000 -container-ip 172.18.0.3 -container-port 8080", user: 0)
            .Listen("[::]:3000", 131, "docker-proxy", command: "docker-proxy -host-ip :: -host-port 3000 -container-ip 172.18.0.3 -container-port 8080", user: 0)
            .Container("webui", 60, ["0.0.0.0:3000:8080"], ["OLLAMA_URL=http://ollama:11434", "WEBUI_URL=http://localhost:3000"]).Listen("0.0.0.0:8080", 60, "python", network: NetworkOf(60))
            .Container("ollama", 50, ["127.0.0.1:11500:11434"]).Listen("[::]:11434", 50, "ollama", network: NetworkOf(50)).Listen("127.0.0.1:11500", 132, "docker-proxy", command: "docker-proxy -container-ip 172.18.0.2 -container-port 11434", user: 0)
            // The same port inside and outside of a container, and in two of them.
            .Listen("0.0.0.0:8081", 140, "nginx").Listen("127.0.0.1:8081", 60, "python", network: NetworkOf(60)).Listen("127.0.0.1:8081", 50, "ollama", network: NetworkOf(50))
            // Workers of one server, each with a socket of its own.
            .Listen("0.0.0.0:8082", 151, "nginx", parent: 150, parentName: "nginx").Listen("0.0.0.0:8082", 152, "nginx", parent: 150, parentName: "nginx").Listen("0.0.0.0:8082", 150, "nginx")
            // One socket, many processes; the one that opened it is gone, as is usual for those that put themselves into the background.
            .Listen("0.0.0.0:8083", 161, "gunicorn", gone: 160).Listen("0.0.0.0:8083", 162, "gunicorn", gone: 160)
            .Listen("127.0.0.1:54112", OwnPid, "ziggie").Listen("127.0.0.1:11434", 170, "ollama").Listen("127.0.0.1:43210", 171, "ollama", parent: 170, parentName: "ollama")
            .Well("http://127.0.0.1:11434", "127.0.0.1 accepted").Well("http://localhost:11500", "127.0.0.1 accepted, ::1 refused", "other").Well("http://192.168.1.9:11434", "192.168.1.9 accepted", "far");

        Assert.Empty(situation.Told);
    }

    [Fact]
    public void On_other_platforms_the_story_is_the_same()
    {
        var situation = Story();
        situation.Rules = PlatformRules.Windows;

        Assert.StartsWith("P203 port:tcp/54112", Assert.Single(situation.Told), StringComparison.Ordinal);
    }
}
