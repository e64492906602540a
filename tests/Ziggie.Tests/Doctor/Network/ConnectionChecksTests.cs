using Ziggie.Doctor.Findings;
using Ziggie.Doctor.Gathering.Backends;
using Ziggie.Doctor.Gathering.Machine;
using Ziggie.Machine.Containers;
using Ziggie.Tests.Doctor.Support;
using static Ziggie.Tests.Doctor.Support.Situation;

namespace Ziggie.Tests.Doctor.Network;

/// <summary>Names and connections, over built evidence.</summary>
public sealed class ConnectionChecksTests
{
    [Theory]
    [InlineData("http://127.0.0.1:11435", "127.0.0.1 refused", "N101 backend:b")]
    [InlineData("http://localhost:11435", "::1 refused, 127.0.0.1 refused", "N101 backend:b")]
    [InlineData("http://10.9.9.9:11435", "10.9.9.9 refused", "N101 backend:b")]
    [InlineData("http://far.example:11435", "2001:db8::9 unreachable, 10.9.9.9 refused", "N101 backend:b")]
    [InlineData("http://far.example:11435", "10.9.9.9 timedout", "N108 backend:b")]
    [InlineData("http://far.example:11435", "10.9.9.8 refused, 10.9.9.9 timedout", "N108 backend:b")]
    [InlineData("http://10.9.9.9:11435", "10.9.9.9 unreachable", "N108 backend:b")]
    [InlineData("http://nowhere.example:11435", "notfound", "N102 backend:b")]
    [InlineData("http://far.example:11435", "noanswer", "N108 backend:b")]
    public void The_first_thing_that_fails_is_told_and_nothing_else(string url, string found, string told) => Assert.Equal([told], new Situation().Backend(url, found).Told);

    [Fact]
    public void A_server_of_this_kind_at_its_usual_port_is_named()
    {
        var finding = Assert.Single(new Situation().Listen("127.0.0.1:9999", 7, "ollama-proxy").Listen("127.0.0.1:11434", 812, "ollama").Backend("http://127.0.0.1:11435", "127.0.0.1 refused").Findings);

        Assert.Equal("N101", finding.Code.Code);
        Assert.Contains("ollama (process 812", finding.Cause, StringComparison.Ordinal);
        Assert.Equal("http://127.0.0.1:11434", finding.Better?.Url);
        Assert.Contains("ss -ltnp 'sport = :11435' → nothing", finding.Evidence);
        Assert.Contains("curl -sS -m 2 http://127.0.0.1:11435/ → connection refused", finding.Evidence);
    }

    [Fact]
    public void The_same_port_at_another_address_is_named()
    {
        var finding = Assert.Single(new Situation().Listen("192.168.1.5:11434", 812, "ollama").Backend("http://127.0.0.1:11434", "127.0.0.1 refused").Findings);

        Assert.Contains("listens at 192.168.1.5:11434 only", finding.Cause, StringComparison.Ordinal);
        Assert.Equal("http://192.168.1.5:11434", finding.Better?.Url);
    }

    [Fact]
    public void A_container_that_ended_is_named()
    {
        var finding = Assert.Single(new Situation().Container("ollama", 50, ["0.0.0.0:11434:11434"], state: ContainerState.Exited, change: c => c with { ExitCode = 137, OutOfMemory = true }).Backend("http://127.0.0.1:11434", "127.0.0.1 refused").Findings);

        Assert.Equal("N101", finding.Code.Code);
        Assert.Contains("the container ollama, which publishes this port, does not run (exited, ended by the kernel for want of memory)", finding.Cause, StringComparison.Ordinal);
        Assert.Contains("docker start ollama", finding.Fix, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_only_containers_know_is_led_to_its_published_port()
    {
        var finding = Assert.Single(new Situation().Container("ollama", 50, ["0.0.0.0:11500:11434"]).Backend("http://ollama:11434", "notfound").Findings);

        Assert.Equal("N102", finding.Code.Code);
        Assert.Contains("ollama is the container ollama: a name that only containers of the network net know", finding.Cause, StringComparison.Ordinal);
        Assert.Equal("http://127.0.0.1:11500", finding.Better?.Url);
        Assert.Contains("docker port ollama → 11434/tcp at 0.0.0.0:11500", finding.Evidence);
    }

    [Theory]
    [InlineData("http://host.docker.internal:11434/v1", "http://127.0.0.1:11434/v1", "exists only inside containers")]
    [InlineData("http://ollama:11434", null, "A name without a dot is mostly that of a container")]
    [InlineData("http://olama.example.org:11434", null, "there is no such name")]
    public void Other_names_are_explained(string url, string? better, string cause)
    {
        var finding = Assert.Single(new Situation().Backend(url, "notfound").Findings);

        Assert.Equal("N102", finding.Code.Code);
        Assert.Equal(better, finding.Better?.Url);
        Assert.Contains(cause, finding.Cause, StringComparison.Ordinal);
    }

    [Fact]
    public void A_container_that_publishes_nothing_is_told_to()
    {
        var finding = Assert.Single(new Situation().Container("app-ollama-1", 50, change: c => c with { Service = "ollama", HostNames = ["app-ollama-1", "ollama"] }).Backend("http://ollama:11434", "notfound").Findings);

        Assert.Contains("the service of the container app-ollama-1", finding.Cause, StringComparison.Ordinal);
        Assert.Contains("127.0.0.1:11434:11434", finding.Fix, StringComparison.Ordinal);
        Assert.Null(finding.Better);
    }

    [Theory]
    // Taken by the engine's program, dropped inside; or refused, where packet rules lead inside.
    [InlineData("127.0.0.1 accepted", true)]
    [InlineData("127.0.0.1 refused", false)]
    public void A_server_on_the_loopback_address_of_its_container(string found, bool proxy)
    {
        var situation = new Situation().Container("ollama", 50, ["0.0.0.0:11434:11434"]).Listen("127.0.0.1:11434", 50, "ollama", network: NetworkOf(50));
        if (proxy) situation.Listen("0.0.0.0:11434", 40, "docker-proxy", command: "docker-proxy -container-ip 172.18.0.2 -container-port 11434");
        var finding = Assert.Single(situation.Backend("http://127.0.0.1:11434", found, answers: proxy ? [Fails("/api/tags", HttpOutcome.Dropped)] : []).Findings);

        Assert.Equal("N103", finding.Code.Code);
        Assert.Contains("leads into the container ollama, where ollama listens on 127.0.0.1:11434 only", finding.Cause, StringComparison.Ordinal);
        Assert.Contains("nsenter -n -t 50 ss -ltn → 127.0.0.1:11434 ollama", finding.Evidence);
    }

    [Fact]
    public void A_published_port_that_nobody_inside_serves()
    {
        var finding = Assert.Single(new Situation().Container("ollama", 50, ["0.0.0.0:11434:11435"]).Listen("0.0.0.0:11434", 50, "ollama", network: NetworkOf(50)).Backend("http://127.0.0.1:11434", "127.0.0.1 refused").Findings);

        Assert.Equal("N103", finding.Code.Code);
        Assert.Contains("leads to port 11435 of the container ollama, where nobody listens; it listens at 11434", finding.Cause, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_an_engine_the_publishing_program_says_where_it_leads()
    {
        var finding = Assert.Single(new Situation().Listen("0.0.0.0:11434", 40, "docker-proxy", command: "docker-proxy -container-ip 172.18.0.2 -container-port 8000").Listen("127.0.0.1:8000", 50, "vllm", network: 77)
            .Backend("http://127.0.0.1:11434", "127.0.0.1 accepted", answers: Fails("/api/tags", HttpOutcome.Dropped)).Findings);

        Assert.Contains("leads into the container, where vllm listens on 127.0.0.1:8000 only", finding.Cause, StringComparison.Ordinal);
    }

    [Fact]
    public void A_native_server_that_drops_connections()
    {
        var finding = Assert.Single(new Situation().Listen("127.0.0.1:11434", 40, "broken").Backend("http://127.0.0.1:11434", "127.0.0.1 accepted", answers: Fails("/api/tags", HttpOutcome.Dropped)).Findings);

        Assert.Equal("N103", finding.Code.Code);
        Assert.Contains("takes the connection and ends it without an answer", finding.Cause, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://[::1]:11434", "::1 refused", "127.0.0.1:11434", "http://127.0.0.1:11434")]
    [InlineData("http://localhost:11434/v1", "::1 refused", "0.0.0.0:11434", "http://127.0.0.1:11434/v1")]
    [InlineData("http://localhost:11434", "127.0.0.1 refused", "[::1]:11434", "http://[::1]:11434")]
    public void The_other_family_is_served(string url, string found, string listener, string better)
    {
        var finding = Assert.Single(new Situation().Listen(listener, 7, "ollama").Backend(url, found).Findings);

        Assert.Equal(("N106", Severity.Problem), (finding.Code.Code, finding.Severity));
        Assert.Equal(better, finding.Better?.Url);
    }

    [Fact]
    public void A_later_address_that_works_makes_it_a_warning()
    {
        Assert.Equal(["N106 backend:b warning"], new Situation().Listen("127.0.0.1:11434", 7, "ollama").Well("http://localhost:11434", "::1 refused, 127.0.0.1 accepted").Told);
        Assert.Empty(new Situation().Listen("127.0.0.1:11434", 7, "ollama").Well("http://localhost:11434", "127.0.0.1 accepted, ::1 refused").Told);
    }

    [Theory]
    [InlineData(nameof(HttpOutcome.NoHead), "Answer: ")]
    [InlineData(nameof(HttpOutcome.NoEnd), "Body: ")]
    public void Silence_is_told_by_phase(string outcome, string phase)
    {
        var situation = new Situation().Backend("http://127.0.0.1:11434", "127.0.0.1 accepted", answers: Fails("/api/tags", Enum.Parse<HttpOutcome>(outcome)));

        var finding = Assert.Single(situation.Findings);
        Assert.Equal(("N108", Layer.Protocol), (finding.Code.Code, finding.Layer));
        Assert.StartsWith(phase, finding.Cause, StringComparison.Ordinal);
        // The control center waits longer, and has had answers.
        situation.Subjects = situation.Subjects with { Online = new HashSet<string> { "b" } };
        Assert.Equal(["N108 backend:b warning"], situation.Told);
    }

    [Fact]
    public void Localhost_in_Ziggies_own_container()
    {
        var situation = new Situation { Surroundings = new Surroundings("/.dockerenv", []) }.Backend("http://localhost:11434", "127.0.0.1 refused");

        var finding = Assert.Single(situation.Findings);
        Assert.Equal("N104", finding.Code.Code);
        Assert.Contains("host.docker.internal:11434", finding.Fix, StringComparison.Ordinal);
        finding = Assert.Single(situation.Container("ollama", 50, ["0.0.0.0:11434:8000"]).Findings);
        Assert.Equal("http://ollama:8000", finding.Better?.Url);
        // What is in the container with Ziggie is simply there.
        Assert.Empty(new Situation { Surroundings = new Surroundings("/.dockerenv", []) }.Well("http://localhost:11434", "127.0.0.1 accepted").Told);
    }
}
