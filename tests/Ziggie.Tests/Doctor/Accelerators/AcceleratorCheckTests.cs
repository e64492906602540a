using Ziggie.Doctor.Checks;
using Ziggie.Doctor.Checks.Accelerators;
using Ziggie.Doctor.Findings;
using Ziggie.Doctor.Gathering;
using Ziggie.Doctor.Gathering.Backends;
using Ziggie.Doctor.Gathering.Machine;
using Ziggie.Doctor.Gathering.Models;
using Ziggie.Engine.Host;
using Ziggie.Machine.Containers;
using Ziggie.Machine.Sampling;
using Ziggie.Settings;

namespace Ziggie.Tests.Doctor.Accelerators;

/// <summary>G401, G402, G403 and G406 over evidence made by hand.</summary>
public sealed class AcceleratorCheckTests
{
    private const long Gib = Given.Gib;

    [Theory]
    [InlineData(4, "")]
    [InlineData(0, "G401")]
    [InlineData(3, "G402")]
    [InlineData(3.95, "")]
    public void A_models_place_is_told_by_its_server(double onCard, string expected)
    {
        var backend = Given.Backend(running: Given.Running("llama3", 4 * Gib, (long)(onCard * Gib)));
        var evidence = On(backend, Given.Card());

        Assert.Equal(expected, string.Join(',', All(evidence).Select(f => f.Code.Code)));
        Assert.Empty(All(evidence with { Machine = null }));
        Assert.Empty(All(evidence.With(Given.Backend("http://203.0.113.9:11434", running: Given.Running("llama3", 4 * Gib, (long)(onCard * Gib))))));
    }

    [Theory]
    [InlineData("amd", 4, false)]
    [InlineData("amd", 16, true)]
    [InlineData("nvidia", 1, false)]
    [InlineData("nvidia", 4, true)]
    public void Cards_that_hold_no_model_are_none(string vendor, long gib, bool isFound)
    {
        var card = Given.Card(0) with { Vendor = vendor, MemoryTotal = new ByteSize(gib * Gib) };

        Assert.Equal(isFound ? 1 : 0, All(On(Given.Backend(running: Given.Running("llama3", Gib, 0)), card)).Count);
    }

    [Fact]
    public void How_much_is_on_the_card_is_said() =>
        Assert.Contains("75 %", Assert.Single(All(On(Given.Backend(running: Given.Running("llama3", 4 * Gib, 3 * Gib)), Given.Card()))).Cause, StringComparison.Ordinal);

    [Fact]
    public void A_server_that_does_not_say_where_its_models_are_is_not_judged() =>
        Assert.Empty(All(On(Given.Backend(running: Given.Running("llama3", 4 * Gib, null)), Given.Card())));

    [Theory]
    [InlineData(50, "")]
    [InlineData(51, "")]
    [InlineData(4242, "G401")]
    public void Llama_server_is_looked_for_among_the_cards_processes(int onCard, string expected)
    {
        var backend = LlamaServer();
        var worker = Given.Process(51, "llama-server worker") with { ParentPid = 50 };
        var evidence = On(backend, Given.Card(processes: new GpuProcess(onCard, new ByteSize(Gib))), worker);

        Assert.Equal(expected, string.Join(',', All(evidence).Select(f => f.Code.Code)));
    }

    [Fact]
    public void Where_the_card_does_not_tell_its_processes_nothing_is_said() =>
        Assert.Empty(All(On(LlamaServer(), Given.Card() with { Processes = null })));

    [Fact]
    public void Four_containers_without_the_card_are_four_findings()
    {
        var containers = Enumerable.Range(0, 4).Select(i => Given.Container($"model-{i}", 9000 + i) with { Id = new string((char)('a' + i), 64), Image = "ghcr.io/ggml-org/llama.cpp:server", Pid = 7000 + i }).ToArray();
        var backends = containers.Select((c, i) => Given.Backend($"http://127.0.0.1:{9000 + i}/v1", BackendType.OpenAi, c.Name)).ToArray();
        var proxies = containers.Select((_, i) => Given.Listener(9000 + i, Given.Process(60 + i, "docker-proxy"), "0.0.0.0")).ToArray();
        var evidence = Given.Machine.With(backends).With(containers).With(proxies).With(Given.Card(0));

        var roots = RootCauses.Fold(All(evidence));

        Assert.Equal(["G403", "G403", "G403", "G403"], roots.Select(f => f.Code.Code));
        Assert.All(roots, r => Assert.Equal("G401", Assert.Single(r.Consequences).Code.Code));
        Assert.Contains("0 % busy", roots[0].Cause, StringComparison.Ordinal);
        Assert.Empty(All(evidence.With([.. containers.Select(c => c with { Gpus = new ContainerGpus(true, false, ["device request nvidia"]) })]).With(Given.Card(0, [.. containers.Select(c => new GpuProcess(c.Pid!.Value, null))]))));
    }

    [Fact]
    public void A_container_that_serves_no_models_needs_no_card()
    {
        var evidence = Given.Machine.With(Given.Backend("http://127.0.0.1:9000/v1", BackendType.OpenAi)).With(Given.Container("gateway", 9000)).With(Given.Listener(9000, Given.Process(60, "docker-proxy"), "0.0.0.0")).With(Given.Card());

        Assert.Empty(All(evidence));
    }

    [Theory]
    [InlineData(78, 60, "G406")]
    [InlineData(50, 32, "")]
    [InlineData(78, 0, "")]
    public void Others_are_to_blame_where_they_leave_no_room(long used, long others, string expected)
    {
        var backend = Given.Backend(running: Given.Running("llama3", 40 * Gib, 18 * Gib));
        var card = Given.Card(used * Gib, new GpuProcess(50, new ByteSize(18 * Gib)), new GpuProcess(4242, new ByteSize(others * Gib)));
        var notebook = Given.Process(4242, "jupyter-lab");

        var root = RootCauses.Fold(All(On(backend, card, notebook)))[0];

        Assert.Equal(expected.Length > 0 ? expected : "G402", root.Code.Code);
        if (expected.Length == 0) return;
        Assert.Equal("G402", Assert.Single(root.Consequences).Code.Code);
        Assert.Contains("jupyter-lab (4242) 60 GiB", root.Cause, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "cpu", 0.0, "gpuLayers: 0")]
    [InlineData(null, "cpu", 0.0, "ziggie engine install --gpu cuda")]
    [InlineData(null, "gpu", 0.0, "gpuLayers")]
    [InlineData(null, "gpu", 1.0, null)]
    public void Ziggies_own_engine_is_judged_too(int? layers, string device, double share, string? says)
    {
        var state = new ModelState("tiny", "loaded", Gib, 4096, 1, 0, 0, 0, share, 1, null);
        var evidence = Given.Machine.With(Given.Card()) with { Engine = new EngineEvidence([new EngineDevice("dev", "", device, 0, 0)], [state], "llama.cpp b1", layers) };

        var finding = All(evidence).SingleOrDefault();

        Assert.Equal(says is null, finding is null);
        if (says is not null) Assert.Contains(says, finding!.Fix + finding.Cause, StringComparison.Ordinal);
        Assert.Empty(All(evidence with { Machine = null }));
    }

    /// <summary>In the order in which the doctor asks.</summary>
    private static List<Finding> All(Evidence evidence)
    {
        ICheck[] checks = [new ContainerWithoutCard(), new MemoryTaken(), new OnProcessor(), new PartlyOnProcessor()];
        return [.. checks.SelectMany(c => c.Look(evidence))];
    }

    private static Evidence On(BackendEvidence backend, GpuStats card, params ProcessEvidence[] more)
    {
        var server = Given.Process(50, "ollama serve");
        return Given.Machine.With(backend).With([server, .. more]).With(Given.Listener(backend.Port, server)).With(card);
    }

    private static BackendEvidence LlamaServer() =>
        Given.Backend("http://127.0.0.1:8080/v1", BackendType.OpenAi) with { Identity = new ServerIdentity(ServerKind.LlamaServer, null, "") };
}
