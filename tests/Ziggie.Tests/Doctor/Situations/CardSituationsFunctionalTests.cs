using Microsoft.Extensions.DependencyInjection;
using Ziggie.Doctor;
using Ziggie.Doctor.Findings;
using Ziggie.Doctor.Gathering;
using Ziggie.Machine.Containers;
using Ziggie.Machine.Listeners;
using Ziggie.Machine.Sampling;
using Ziggie.Machine.Sampling.Disks;
using Ziggie.Machine.Sampling.Gpus;
using Ziggie.Settings;
using Ziggie.Tests.Machine.Containers;

namespace Ziggie.Tests.Doctor.Situations;

/// <summary>The whole examination over real processes and sockets of this machine, to which a graphics card is lent.</summary>
[Collection(SituationTests.Name)]
public sealed class CardSituationsFunctionalTests : IDisposable
{
    private const long Gib = Given.Gib;
    private const string Inspected = """
        {"Id":"ID","Name":"/ollama","Config":{"Image":"ollama/ollama","Env":[]},"State":{"Status":"running","Running":true,"Pid":1},"HostConfig":{"NetworkMode":"bridge"},
         "NetworkSettings":{"Ports":{"11434/tcp":[{"HostIp":"127.0.0.1","HostPort":"PORT"}]}}}
        """;
    private readonly string _folder = Directory.CreateTempSubdirectory("ziggie-card-").FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory(Timeout = 90_000)]
    [InlineData("4294967296", "")]
    [InlineData("0", "G401")]
    [InlineData("1073741824", "G402")]
    public async Task A_model_is_where_its_server_says(string vram, string expected)
    {
        using var server = await FakeOllama.StartAsync(Cancel, new Dictionary<string, string> { ["VRAM"] = vram });

        var findings = await ExamineAsync(server.Url, Given.Card(10 * Gib, new GpuProcess(server.Pid, new ByteSize(3 * Gib))));

        Assert.Equal(expected.Length == 0 ? [] : [$"{expected} backend:one"], Named(findings));
        Assert.Empty(await ExamineAsync(server.Url));
    }

    [Fact(Timeout = 90_000)]
    public async Task A_notebook_that_holds_the_card_is_the_cause()
    {
        using var server = await FakeOllama.StartAsync(Cancel, new Dictionary<string, string> { ["VRAM"] = "1073741824" });
        using var notebook = await FakeOllama.StartAsync(Cancel, name: "jupyter-lab");

        var findings = await ExamineAsync(server.Url, Given.Card(79 * Gib, new GpuProcess(server.Pid, new ByteSize(Gib)), new GpuProcess(notebook.Pid, new ByteSize(77 * Gib))));

        Assert.Equal(["G406 backend:one"], Named(findings));
        Assert.Contains($"jupyter-lab ({notebook.Pid}) 77 GiB", findings[0].Cause, StringComparison.Ordinal);
        Assert.Equal(["G402 backend:one"], Named(findings[0].Consequences));
    }

    [Fact(Timeout = 90_000)]
    public async Task A_container_without_the_card_is_the_cause()
    {
        using var proxy = await FakeOllama.StartAsync(Cancel, new Dictionary<string, string> { ["VRAM"] = "0" }, name: "docker-proxy");
        using var engine = new FakeEngine(Path.Combine(_folder, "docker.sock"));
        var id = new string('a', 64);
        engine.Answers["/containers/json?all=true"] = """[{"Id":"ID","Names":["/ollama"],"Image":"ollama/ollama","State":"running","Created":1}]""".Replace("ID\"", $"{id}\"", StringComparison.Ordinal);
        engine.Answers[$"/containers/{id}/json"] = Inspected.Replace("ID\"", $"{id}\"", StringComparison.Ordinal).Replace("PORT\"", $"{proxy.Port}\"", StringComparison.Ordinal);

        var findings = await ExamineAsync(proxy.Url, Given.Card(Gib));

        Assert.Equal(["G403 backend:one"], Named(findings));
        Assert.Equal(["G401 backend:one"], Named(findings[0].Consequences));
    }

    private async Task<IReadOnlyList<Finding>> ExamineAsync(string url, params GpuStats[] cards)
    {
        var settings = new ZiggieSettings { Backends = [new BackendSettings { Name = "one", Type = BackendType.Ollama, Url = url }], Models = new ModelStoreSettings { OllamaStores = [] } };
        var configuration = new SettingsResult(settings, [], [], null);
        var services = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System).AddSingleton(new DataDirectory(_folder)).AddSettings(configuration).AddListeners().AddSampling();
        services.AddSingleton(new EnginePlaces([Path.Combine(_folder, "docker.sock")], null, "/etc/group", _ => false));
        services.AddSingleton(new MachineSampler(new MachineRoots(), new BoundedCalls(TimeSpan.FromMilliseconds(500), 128, TimeProvider.System), FileSystems.Ask, [new LentCards(cards)], TimeProvider.System));
        services.AddSingleton<ISubjects>(new LentSubjects(Subjects.Of(settings, configuration, _folder) with { Environment = new Dictionary<string, string>() }));
        await using var provider = services.AddExamination().BuildServiceProvider();
        return [.. (await provider.GetRequiredService<DoctorService>().RunAsync(Cancel)).Findings.Where(f => !f.Target.StartsWith("port:", StringComparison.Ordinal))];
    }

    private static string[] Named(IEnumerable<Finding> findings) => [.. findings.Select(f => $"{f.Code.Code} {f.Target}")];

    private sealed class LentCards(GpuStats[] cards) : IGpuReader
    {
        public string Vendor => "nvidia";

        public GpuReading Read() => new(cards);
    }

    private sealed class LentSubjects(Subjects subjects) : ISubjects
    {
        public Subjects Now() => subjects;
    }
}
