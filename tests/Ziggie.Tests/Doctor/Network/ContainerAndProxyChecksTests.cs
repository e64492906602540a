using Ziggie.Doctor.Findings;
using Ziggie.Tests.Doctor.Support;
using static Ziggie.Tests.Doctor.Support.Situation;

namespace Ziggie.Tests.Doctor.Network;

/// <summary>Variables that point nowhere from inside a container, and variables that lead to a proxy.</summary>
public sealed class ContainerAndProxyChecksTests
{
    [Theory]
    [InlineData("OLLAMA_BASE_URL=http://localhost:11434")]
    [InlineData("OLLAMA_HOST=127.0.0.1:11434")]
    [InlineData("LLM_ENDPOINT=http://user:hunter2@127.0.0.1:11434/v1?key=hunter2")]
    public void Localhost_in_a_containers_variable_is_the_container(string variable)
    {
        var situation = new Situation().Listen("127.0.0.1:11434", 7, "ollama").Container("webui", 60, ["0.0.0.0:3000:8080"], [variable]).Listen("0.0.0.0:8080", 60, "python", network: NetworkOf(60));

        var finding = Assert.Single(situation.Findings);
        Assert.Equal(("N104", "container:webui", Severity.Problem), (finding.Code.Code, finding.Target, finding.Severity));
        Assert.Contains("ollama (process 7", finding.Cause, StringComparison.Ordinal);
        Assert.Contains("host.docker.internal:11434", finding.Fix, StringComparison.Ordinal);
        Assert.Contains("beyond 127.0.0.1", finding.Fix, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", string.Join('\n', finding.Evidence) + finding.Cause + finding.Fix, StringComparison.Ordinal);
    }

    [Fact]
    public void A_server_in_another_container_is_called_by_its_name()
    {
        var finding = Assert.Single(new Situation().Container("ollama", 50, ["0.0.0.0:11434:11434"]).Listen("0.0.0.0:11434", 50, "ollama", network: NetworkOf(50)).Container("webui", 60, variables: ["OLLAMA_URL=http://localhost:11434"]).Findings);

        Assert.Equal("container:webui", finding.Target);
        Assert.Contains("write ollama:11434: both are in the network net", finding.Fix, StringComparison.Ordinal);
    }

    [Theory]
    // Served inside.
    [InlineData("OLLAMA_HOST=127.0.0.1:8080", "0.0.0.0:3000:8080")]
    // Its own published port, as browsers see it.
    [InlineData("BASE_URL=http://localhost:3000", "0.0.0.0:3000:8080")]
    // For browsers and callers.
    [InlineData("CORS_ORIGIN=http://localhost:11434", "0.0.0.0:3000:8080")]
    [InlineData("NEXT_PUBLIC_API_URL=http://localhost:11434", "0.0.0.0:3000:8080")]
    // Nobody serves it anywhere.
    [InlineData("REDIS_URL=redis://localhost:6379", "0.0.0.0:3000:8080")]
    // Elsewhere.
    [InlineData("OLLAMA_URL=http://ollama:11434", "0.0.0.0:3000:8080")]
    [InlineData("PATH=/usr/bin", "0.0.0.0:3000:8080")]
    public void Variables_that_are_right(string variable, string published) =>
        Assert.Empty(new Situation().Listen("127.0.0.1:11434", 7, "ollama").Container("webui", 60, [published], [variable]).Listen("0.0.0.0:8080", 60, "python", network: NetworkOf(60)).Told);

    [Fact]
    public void A_container_with_the_machines_network_means_the_machine() =>
        Assert.Empty(new Situation().Listen("127.0.0.1:11434", 7, "ollama").Container("webui", 60, null, ["OLLAMA_URL=http://localhost:11434"], change: c => c with { NetworkMode = "host" }).Told);

    [Theory]
    [InlineData("HTTP_PROXY=http://me:hunter2@proxy.corp:3128", "", true)]
    [InlineData("http_proxy=http://proxy.corp:3128", "no_proxy=.corp", true)]
    [InlineData("ALL_PROXY=socks5://proxy.corp:1080", "NO_PROXY=localhost", true)]
    [InlineData("HTTP_PROXY=http://proxy.corp:3128", "NO_PROXY=localhost,127.0.0.1", false)]
    [InlineData("HTTP_PROXY=http://proxy.corp:3128", "no_proxy=127.0.0.0/8", false)]
    [InlineData("HTTP_PROXY=http://proxy.corp:3128", "no_proxy=*", false)]
    [InlineData("HTTP_PROXY=http://proxy.corp:3128", "no_proxy=127.0.0.1:11434, 127.0.0.1:54112", false)]
    [InlineData("HTTPS_PROXY=http://proxy.corp:3128", "", false)]
    [InlineData("HTTP_PROXY=", "", false)]
    public void A_proxy_takes_local_calls_of_other_programs(string proxy, string except, bool captured)
    {
        var situation = new Situation().Listen("127.0.0.1:11434", 7, "ollama").Well("http://127.0.0.1:11434", "127.0.0.1 accepted");
        situation.Subjects = situation.Subjects with { Environment = ((string[])[proxy, except]).Where(v => v.Length > 0).Select(v => v.Split('=', 2)).ToDictionary(v => v[0], v => v[1]) };

        Assert.Equal(captured ? ["N107 machine"] : [], situation.Told);
        Assert.All(situation.Findings, f => Assert.DoesNotContain("hunter2", string.Join('\n', f.Evidence) + f.Cause, StringComparison.Ordinal));
        Assert.All(situation.Findings, f => Assert.Equal(Severity.Warning, f.Severity));
    }

    [Fact]
    public void Local_servers_and_containers_that_ask_a_proxy()
    {
        var environment = new Dictionary<string, string> { ["HTTP_PROXY"] = "http://proxy.corp:3128", ["OLLAMA_URL"] = "http://127.0.0.1:11434" };
        var situation = new Situation().Listen("127.0.0.1:8000", 7, "app").Process(7, p => p with { Environment = environment })
            .Container("ollama", 50).Container("webui", 60, null, ["HTTP_PROXY=http://proxy.corp:3128", "OLLAMA_URL=http://ollama:11434", "SEARCH_URL=http://far.example"]);

        Assert.Equal(["N107 container:webui", "N107 process:7"], situation.Told.Order());
        Assert.Contains("ollama:11434 (OLLAMA_URL)", situation.Findings.Single(f => f.Target == "container:webui").Cause, StringComparison.Ordinal);
        environment["NO_PROXY"] = "127.0.0.1";
        Assert.Equal(["N107 container:webui"], situation.Told);
    }
}
