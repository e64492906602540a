using Ziggie.Doctor.Checks.Configuration;
using Ziggie.Doctor.Findings;
using Ziggie.Doctor.Gathering;
using Ziggie.Doctor.Gathering.Backends;

namespace Ziggie.Tests.Doctor.Configuration;

public sealed class OllamaHostTests
{
    [Theory]
    [InlineData(null, "http", "127.0.0.1", 11434, false)]
    [InlineData("", "http", "127.0.0.1", 11434, false)]
    [InlineData("1.2.3.4", "http", "1.2.3.4", 11434, false)]
    [InlineData("1.2.3.4:1234", "http", "1.2.3.4", 1234, false)]
    [InlineData(":1234", "http", "", 1234, false)]
    [InlineData("0.0.0.0", "http", "0.0.0.0", 11434, false)]
    [InlineData("[::1]:1234", "http", "::1", 1234, false)]
    [InlineData("[::1]", "http", "::1", 11434, false)]
    [InlineData("::1", "http", "::1", 11434, false)]
    [InlineData("::", "http", "::", 11434, false)]
    [InlineData("ollama.lan", "http", "ollama.lan", 11434, false)]
    [InlineData("http://1.2.3.4", "http", "1.2.3.4", 80, true)]
    [InlineData("https://1.2.3.4", "https", "1.2.3.4", 443, true)]
    [InlineData("http://1.2.3.4:11434", "http", "1.2.3.4", 11434, false)]
    [InlineData("https://ollama.com", "https", "ollama.com", 443, true)]
    [InlineData("ollama.com", "https", "ollama.com", 443, false)]
    [InlineData("http://1.2.3.4:11434/ollama", "http", "1.2.3.4", 11434, true)]
    [InlineData("\"0.0.0.0:11434\"", "http", "0.0.0.0", 11434, false)]
    [InlineData(" '0.0.0.0:11435' ", "http", "0.0.0.0", 11435, false)]
    [InlineData("1.2.3.4:114x34", "http", "1.2.3.4", 11434, true)]
    [InlineData("1.2.3.4:66000", "http", "1.2.3.4", 11434, true)]
    [InlineData("1.2.3.4:11434;", "http", "1.2.3.4", 11434, true)]
    [InlineData("1.2.3.4:-1", "http", "1.2.3.4", 11434, true)]
    [InlineData("http://1.2.3.4:x", "http", "1.2.3.4", 80, true)]
    public void It_is_read_as_Ollama_reads_it(string? value, string scheme, string host, int port, bool isTrouble)
    {
        var read = OllamaHost.Read(value);

        Assert.Equal((scheme, host, port, isTrouble), (read.Scheme, read.Host, read.Port, read.Trouble is not null));
    }

    [Theory]
    [InlineData("http://0.0.0.0", 80, "without a port it means port 80")]
    [InlineData("127.0.0.1:1143x", 11434, "is no number")]
    [InlineData("127.0.0.1:11500", 11500, "which Ollama reads as 127.0.0.1, port 11500")]
    [InlineData(null, 11434, "has no OLLAMA_HOST")]
    public void A_server_that_listens_elsewhere_is_found_and_why(string? value, int listens, string says)
    {
        var evidence = Of(value, listens, Given.Backend("http://127.0.0.1:9999").Refused());

        var finding = Assert.Single(evidence.Asking<OllamaHostMisread>());

        Assert.Equal(("C302", "backend:one", Severity.Problem), (finding.Code.Code, finding.Target, finding.Severity));
        Assert.Contains(says, finding.Cause, StringComparison.Ordinal);
        Assert.Contains($"{listens}", finding.Cause, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://127.0.0.1:11434", true)]
    [InlineData("http://localhost:11434", true)]
    [InlineData("http://203.0.113.9:11434", false)]
    public void A_server_where_it_should_be_and_one_elsewhere_are_left_alone(string url, bool isWell)
    {
        var backend = Given.Backend(url);
        if (!isWell) backend = backend.Refused();

        Assert.Empty(Of(null, 11434, backend).Asking<OllamaHostMisread>());
        Assert.Empty(Of("0.0.0.0:11434", 11434, backend).Asking<OllamaHostMisread>());
    }

    [Fact]
    public void A_server_that_another_backend_uses_is_not_meant()
    {
        var (used, away) = (Given.Backend("http://127.0.0.1:11434", name: "used"), Given.Backend("http://127.0.0.1:9999").Refused());

        Assert.Empty(Of(null, 11434, used, away).Asking<OllamaHostMisread>());
    }

    [Fact]
    public void An_address_for_servers_is_none_to_call()
    {
        var well = Given.Backend("http://0.0.0.0:11434");

        Assert.Equal(Severity.Hint, Assert.Single(Given.Machine.With(well).Asking<OllamaHostMisread>()).Severity);
        Assert.Equal(Severity.Problem, Assert.Single(Given.Machine.With(well.Refused()).Asking<OllamaHostMisread>()).Severity);
        Assert.Contains("http://127.0.0.1:11434", Given.Machine.With(well).Asking<OllamaHostMisread>()[0].Fix, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("OLLAMA_HOSTS", "0.0.0.0", true)]
    [InlineData("OLAMA_HOST", "0.0.0.0", true)]
    [InlineData("ollama_host", "0.0.0.0", true)]
    [InlineData("OLLAMA_PORT", "8000", true)]
    [InlineData("OLLAMA_PORT", "11434", false)]
    [InlineData("OLLAMA_MODELS", "/x", false)]
    [InlineData("OLLAMA_ORIGINS", "*", false)]
    [InlineData("OLLAMA_HOST", "127.0.0.1", false)]
    public void Names_that_Ollama_does_not_know_are_seen(string name, string value, bool isFound)
    {
        var evidence = Of(null, 11434, Given.Backend());
        var process = evidence.Process(50)! with { Environment = new Dictionary<string, string> { [name] = value } };

        var findings = evidence.With(process).Asking<OllamaHostMisread>();

        Assert.Equal(isFound ? ["process:50"] : [], findings.Select(f => f.Target));
    }

    [Theory]
    [InlineData("ftp://x", true)]
    [InlineData("http://127.0.0.1", true)]
    [InlineData("http://127.0.0.1:11434", false)]
    [InlineData("127.0.0.1", false)]
    [InlineData("0.0.0.0", false)]
    public void Ziggies_own_variable_must_lead_to_one(string value, bool isFound)
    {
        var evidence = Of(null, 11434);
        evidence = evidence with { Subjects = evidence.Subjects with { Environment = new Dictionary<string, string> { ["OLLAMA_HOST"] = value } } };

        Assert.Equal(isFound ? ["machine"] : [], evidence.Asking<OllamaHostMisread>().Select(f => f.Target));
    }

    private static Evidence Of(string? value, int listens, params BackendEvidence[] backends)
    {
        var variables = new Dictionary<string, string>();
        if (value is not null) variables["OLLAMA_HOST"] = value;
        var server = Given.Process(50, "/usr/bin/ollama serve", environment: variables);
        return Given.Machine.With(backends).With(server).With(Given.Listener(listens, server));
    }
}
