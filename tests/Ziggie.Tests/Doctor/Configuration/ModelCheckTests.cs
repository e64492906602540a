using System.Net;
using Ziggie.Doctor.Checks.Configuration;
using Ziggie.Doctor.Checks.Models;
using Ziggie.Doctor.Findings;
using Ziggie.Doctor.Gathering;
using Ziggie.Doctor.Gathering.Backends;
using Ziggie.Doctor.Gathering.Models;
using Ziggie.Settings;

namespace Ziggie.Tests.Doctor.Configuration;

/// <summary>C303, C305 and C307 over evidence made by hand.</summary>
public sealed class ModelCheckTests
{
    [Theory]
    [InlineData(403, 200, true)]
    [InlineData(403, 401, true)]
    [InlineData(403, 403, false)]
    [InlineData(200, 200, false)]
    public void A_foreign_host_is_refused_where_localhost_is_not(int status, int forLocalhost, bool isFound)
    {
        var backend = Given.Backend("http://ollama.lan:11434") with { Answers = [Given.Answer(IPAddress.Loopback, status: status), Given.Answer(IPAddress.Loopback, status: forLocalhost, host: "localhost")], Models = null };

        var findings = Given.Machine.With(backend).Asking<ForeignHostRefused>();

        Assert.Equal(isFound, findings.Count == 1);
        if (isFound) Assert.Equal(("C303", "backend:one", 2), (findings[0].Code.Code, findings[0].Target, findings[0].Evidence.Count));
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, false)]
    [InlineData(2, true)]
    public void A_context_is_small_where_several_requests_filled_it(int requests, bool isFound)
    {
        var evidence = Given.Machine.With(Given.Backend(running: Given.Running("llama3"))) with { FullContexts = requests == 0 ? [] : [new FullContext("one", "llama3", 4096, requests, 4096)] };

        Assert.Equal(isFound ? ["backend:one"] : [], evidence.Asking<ContextTooSmall>().Select(f => f.Target));
    }

    [Theory]
    [InlineData("llama3:8b", "llama3:8b", null)]
    [InlineData("llama3:latest", "llama3", null)]
    [InlineData("llama3:8b", "llama3", "llama3:8b")]
    [InlineData("Llama3:8b", "llama3:8b", "Llama3:8b")]
    [InlineData("my-model:1", "my_model:1", "my-model:1")]
    [InlineData("qwen2.5:7b", "qwen2.5:70b", "qwen2.5:7b")]
    [InlineData("mistral-small", "mistal-small", "mistral-small")]
    [InlineData("zephyr", "entirely-different", "")]
    public void A_model_that_is_named_must_be_there(string listed, string named, string? nearest)
    {
        var backend = Given.Backend(running: Given.Running(listed));
        backend = backend with { Settings = backend.Settings with { Models = [new ModelSettings(named, [])] } };

        var finding = Given.Machine.With(backend).Asking<ModelMissing>().SingleOrDefault();

        Assert.Equal(nearest is null, finding is null);
        if (finding is null) return;
        Assert.Equal(("C307", "backend:one", Severity.Problem), (finding.Code.Code, finding.Target, finding.Severity));
        if (nearest!.Length > 0) Assert.Contains($"{named} (nearest: {nearest})", finding.Cause, StringComparison.Ordinal);
        else Assert.DoesNotContain("nearest", finding.Cause, StringComparison.Ordinal);
        Assert.Contains($"ollama pull {named}", finding.Fix, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("llama3:8b", null)]
    [InlineData("one/llama3:8b", null)]
    [InlineData("demo", null)]
    [InlineData("tiny", null)]
    [InlineData("llama3:9b", Severity.Problem)]
    [InlineData("one/llama3:9b", Severity.Problem)]
    [InlineData("llama3:9b,llama3:8b", Severity.Warning)]
    public void An_alias_must_lead_to_models(string models, Severity? expected)
    {
        var evidence = WithAlias(models, Given.Backend(running: Given.Running("llama3:8b")));

        var finding = evidence.Asking<ModelMissing>().SingleOrDefault();

        Assert.Equal(expected, finding?.Severity);
        if (finding is not null) Assert.Equal("alias:fast", finding.Target);
    }

    [Fact]
    public void What_a_backend_that_is_away_has_is_not_known()
    {
        var (here, away) = (Given.Backend(running: Given.Running("llama3:8b")), Given.Backend("http://192.0.2.1:11434", name: "two").Refused());

        Assert.Empty(WithAlias("llama3:9b", here, away).Asking<ModelMissing>());
        Assert.Empty(WithAlias("two/llama3:9b", here, away).Asking<ModelMissing>());
        Assert.Single(WithAlias("one/llama3:9b", here, away).Asking<ModelMissing>());
    }

    private static Evidence WithAlias(string models, params BackendEvidence[] backends)
    {
        var evidence = Given.Machine.With(backends) with { ModelFiles = new ModelFilesEvidence(["tiny"], []) };
        return evidence with { Subjects = evidence.Subjects with { Aliases = new Dictionary<string, IReadOnlyList<string>> { ["fast"] = models.Split(',') }, BuiltinModels = ["demo"] } };
    }
}
