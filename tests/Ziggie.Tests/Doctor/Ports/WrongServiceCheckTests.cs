using Ziggie.Doctor.Findings;
using Ziggie.Doctor.Gathering.Backends;
using Ziggie.Settings;
using Ziggie.Tests.Doctor.Support;
using static Ziggie.Tests.Doctor.Support.Situation;

namespace Ziggie.Tests.Doctor.Ports;

/// <summary>What answers is not what should.</summary>
public sealed class WrongServiceCheckTests
{
    private static readonly HttpEvidence s_list = Get("/api/tags", 404, "not found", "text/plain");

    [Theory]
    [InlineData("/system_stats", """{"system":{},"devices":[]}""", "there is ComfyUI", null, null)]
    [InlineData("/health", """{"status":"ok","service":"ziggie","version":"1.2.3"}""", "there is a Ziggie control center (1.2.3)", null, null)]
    [InlineData("/v1/models", """{"data":[{"id":"m","owned_by":"vllm"}]}""", "there is vLLM, and the backend's type is ollama", BackendType.OpenAi, "http://127.0.0.1:9000/v1")]
    [InlineData("/v1/models", """{"data":[{"id":"m","owned_by":"llamacpp"}]}""", "there is llama-server, and the backend's type is ollama", BackendType.OpenAi, "http://127.0.0.1:9000/v1")]
    [InlineData("/v1/models", """{"data":[]}""", "a server that speaks OpenAI's API", BackendType.OpenAi, "http://127.0.0.1:9000/v1")]
    public void Another_kind_answers_at_an_ollama_backend(string path, string body, string cause, BackendType? type, string? url)
    {
        var finding = Assert.Single(new Situation().Backend("http://127.0.0.1:9000", "127.0.0.1 accepted", answers: [s_list, Get(path, 200, body)]).Findings);

        Assert.Equal(("P204", "backend:b"), (finding.Code.Code, finding.Target));
        Assert.Contains(cause, finding.Cause, StringComparison.Ordinal);
        Assert.Equal((type, url), (finding.Better?.Type, finding.Better?.Url));
        Assert.Contains("curl -si -m 2 http://127.0.0.1:9000/api/tags → 404 text/plain", finding.Evidence);
        Assert.Contains(finding.Evidence, l => l.StartsWith($"curl -si -m 2 http://127.0.0.1:9000{path} → 200", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(BackendType.OpenAi, "http://127.0.0.1:11434", "/models", BackendType.Ollama, "http://127.0.0.1:11434")]
    [InlineData(BackendType.Ollama, "http://127.0.0.1:11434/v1", "/v1/api/tags", BackendType.Ollama, "http://127.0.0.1:11434")]
    [InlineData(BackendType.Anthropic, "http://127.0.0.1:11434", "/v1/models?limit=1000", BackendType.Ollama, "http://127.0.0.1:11434")]
    public void Ollama_under_another_type_or_path(BackendType type, string url, string list, BackendType better, string betterUrl)
    {
        var finding = Assert.Single(new Situation().Backend(url, "127.0.0.1 accepted", type, answers: [Get(list, 404), Get("/", 200, "Ollama is running", "text/plain"), Get("/api/version", 200, """{"version":"0.9"}""")]).Findings);

        Assert.Equal(("P204", better, betterUrl), (finding.Code.Code, finding.Better?.Type, finding.Better?.Url));
        Assert.Contains("Ollama", finding.Cause, StringComparison.Ordinal);
        Assert.Contains("In the settings of the backend b, write", finding.Fix, StringComparison.Ordinal);
    }

    [Fact]
    public void An_OpenAI_server_whose_path_is_missing()
    {
        var finding = Assert.Single(new Situation().Backend("http://127.0.0.1:8000", "127.0.0.1 accepted", BackendType.OpenAi, answers: [Get("/models", 404), Get("/v1/models", 200, """{"data":[{"id":"m","owned_by":"vllm"}]}""")]).Findings);

        Assert.Equal("http://127.0.0.1:8000/v1", finding.Better?.Url);
        Assert.Contains("vLLM answers at 127.0.0.1:8000, but not under that address alone: /models is 404", finding.Cause, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(200, "text/html", "<html><title>Grafana</title>", "there is a web page (\"Grafana\")")]
    [InlineData(200, "application/json", "{}", "not a list of models")]
    [InlineData(404, "application/json", "{}", "is no server of type ollama: /api/tags is 404")]
    [InlineData(500, "text/plain", "boom", "fails (500): boom")]
    [InlineData(502, "text/html", "<html>", "the server behind it is away (502)")]
    [InlineData(503, "application/json", "loading", "is not ready (503): loading")]
    [InlineData(401, "application/json", "{}", "wants a key, and the backend has none (401)")]
    [InlineData(403, "application/json", "{}", "wants a key, and the backend has none (403)")]
    public void Other_answers(int status, string type, string body, string cause)
    {
        var finding = Assert.Single(new Situation().Backend("http://127.0.0.1:9000", "127.0.0.1 accepted", answers: Get("/api/tags", status, body, type)).Findings);

        Assert.Equal("P204", finding.Code.Code);
        Assert.Contains(cause, finding.Cause, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_that_is_refused_is_told_without_it()
    {
        var finding = Assert.Single(new Situation().Backend("http://127.0.0.1:9000/v1", "127.0.0.1 accepted", BackendType.OpenAi, key: "hunter2", answers: Get("/v1/models", 401)).Findings);

        Assert.Contains("refuses the backend's key", finding.Cause, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", string.Join('\n', finding.Evidence) + finding.Cause + finding.Fix, StringComparison.Ordinal);
    }

    [Fact]
    public void A_server_that_minds_its_name_is_another_matter() =>
        Assert.DoesNotContain(new Situation().Backend("http://box:11434", "192.168.1.5 accepted", answers: [Get("/api/tags", 403), Get("/api/tags", 200, "{}", host: "localhost")]).Findings, f => f.Code.Code == "P204");

    [Theory]
    [InlineData("/api/tags", "in a circle")]
    [InlineData("/login?next=secret", "redirects to http://127.0.0.1:9000/login:")]
    [InlineData("https://sso.example/in", "redirects to https://sso.example/in:")]
    public void Redirects_are_told(string location, string cause)
    {
        var finding = Assert.Single(new Situation().Backend("http://127.0.0.1:9000", "127.0.0.1 accepted", answers: Get("/api/tags", 302, location: location)).Findings);

        Assert.Equal(("P204", Layer.Protocol), (finding.Code.Code, finding.Layer));
        Assert.Contains(cause, finding.Cause + ":", StringComparison.Ordinal);
        Assert.DoesNotContain("secret", string.Join('\n', finding.Evidence) + finding.Cause, StringComparison.Ordinal);
    }

    [Fact]
    public void A_longer_circle_is_one_too()
    {
        var finding = Assert.Single(new Situation().Backend("http://127.0.0.1:9000", "127.0.0.1 accepted", answers: [Get("/api/tags", 302, location: "/a"), Get("/a", 302, location: "/b"), Get("/b", 302, location: "/a"), Get("/a", 302, location: "/b")]).Findings);

        Assert.Contains("in a circle", finding.Cause, StringComparison.Ordinal);
    }

    [Fact]
    public void A_redirect_to_https_is_proposed()
    {
        var finding = Assert.Single(new Situation().Backend("http://box:80/v1", "192.168.1.5 accepted", BackendType.OpenAi, answers: Get("/v1/models", 301, location: "https://box/v1/models")).Findings);

        Assert.Equal("https://box/v1", finding.Better?.Url);
    }

    [Theory]
    [InlineData("http", nameof(HttpOutcome.NotHttp), "SSH-2.0-OpenSSH_9.2\r\n", false, "there is an SSH server", null)]
    [InlineData("http", nameof(HttpOutcome.NotHttp), "-ERR wrong number\r\n", false, "Redis", null)]
    [InlineData("http", nameof(HttpOutcome.NotHttp), "hello\r\n", false, "it says \"hello..\"", null)]
    [InlineData("http", nameof(HttpOutcome.Dropped), "", true, "speaks TLS", "https://127.0.0.1:9000")]
    [InlineData("https", nameof(HttpOutcome.Tls), "HTTP/1.1 400 Bad Request", false, "speaks HTTP without TLS", "http://127.0.0.1:9000")]
    [InlineData("https", nameof(HttpOutcome.Tls), "HTTP/1.1 400 Bad Request", true, "certificate that this machine does not trust", null)]
    public void Other_protocols(string scheme, string outcome, string first, bool tls, string cause, string? better)
    {
        var finding = Assert.Single(new Situation().Backend($"{scheme}://127.0.0.1:9000", "127.0.0.1 accepted", wire: new WireEvidence(System.Text.Encoding.ASCII.GetBytes(first), tls), answers: Fails("/api/tags", Enum.Parse<HttpOutcome>(outcome))).Findings);

        Assert.Equal(("P204", Layer.Protocol, better), (finding.Code.Code, finding.Layer, finding.Better?.Url));
        Assert.Contains(cause, finding.Cause, StringComparison.Ordinal);
    }
}
