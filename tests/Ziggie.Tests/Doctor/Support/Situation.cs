using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Ziggie.Doctor;
using Ziggie.Doctor.Checks;
using Ziggie.Doctor.Findings;
using Ziggie.Doctor.Gathering;
using Ziggie.Doctor.Gathering.Backends;
using Ziggie.Doctor.Gathering.Machine;
using Ziggie.Machine.Containers;
using Ziggie.Machine.Listeners;
using Ziggie.Machine.Listeners.Conflicts;
using Ziggie.Settings;

namespace Ziggie.Tests.Doctor.Support;

/// <summary>Evidence of a machine that was never there, put together piece by piece; and what all checks say of it.</summary>
internal sealed class Situation
{
    public const int OwnPid = 4242;
    public const long OwnNetwork = 1000;

    private static readonly ICheck[] s_checks = [.. new ServiceCollection().AddExamination().BuildServiceProvider().GetServices<ICheck>()];

    private readonly List<Listener> _listeners = [];
    private readonly List<BackendEvidence> _backends = [];
    private readonly List<Container> _containers = [];
    private readonly Dictionary<int, ProcessEvidence> _processes = new() { [OwnPid] = new ProcessEvidence(new ProcessIdentity("boot", OwnPid, 1), 1, "ziggie", "ziggie up", null) { UserId = 1000, Network = OwnNetwork } };

    public Subjects Subjects { get; set; } = new(new ZiggieSettings(), new SettingsResult(new ZiggieSettings(), [], [], null), "/data") { IsRunning = true };
    public Surroundings Surroundings { get; set; } = Surroundings.Unknown;
    public PlatformRules Rules { get; set; } = PlatformRules.Linux;

    public Evidence Evidence => new()
    {
        At = new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero),
        Subjects = Subjects with { Backends = [.. _backends.Select(b => b.Settings)] },
        Listeners = new ListenerTable(_listeners, []),
        Rules = Rules,
        Ports = PortAnalysis.Of(_listeners, Rules),
        Containers = new ContainersLook(default, _containers, new EngineInfo("Docker", "28", "1.51", "/run/docker.sock"), null),
        Surroundings = Surroundings,
        Backends = _backends,
        Processes = _processes,
        OwnPid = OwnPid,
    };

    /// <summary>What all checks say, causes first.</summary>
    public IReadOnlyList<Finding> Findings
    {
        get
        {
            var evidence = Evidence;
            return RootCauses.Fold(s_checks.SelectMany(c => c.Look(evidence)));
        }
    }

    /// <summary>The same in short: <c>P203 port:tcp/80 (P204 backend:a)</c>.</summary>
    public IReadOnlyList<string> Told => [.. Findings.Select(Short)];

    /// <param name="end">Address and port.</param>
    /// <param name="gone">The process that opened it and has ended.</param>
    public Situation Listen(string end, int pid, string name, int parent = 1, string? parentName = null, string? command = null, string? container = null, int? gone = null, long network = 0, bool udp = false, bool? v6Only = null, int user = 1000)
    {
        var place = IPEndPoint.Parse(end);
        var known = _listeners.FindIndex(l => l.Address.Equals(place.Address) && l.Port == place.Port && l.RecordedPid == (gone ?? pid) && l.Namespace == network && gone is not null);
        var holder = new Holder(pid, parent, name, parentName, command ?? name, new DateTimeOffset(2029, 12, 1, 8, 0, 0, TimeSpan.Zero), user, null, container);
        if (known >= 0) _listeners[known] = _listeners[known] with { Holders = [.. _listeners[known].Holders, holder] };
        else _listeners.Add(new Listener { Protocol = udp ? IpProtocol.Udp : IpProtocol.Tcp, Address = place.Address, Port = place.Port, V6Only = v6Only, Namespace = network, Inode = _listeners.Count + 1, UserId = user, RecordedPid = gone ?? pid, RecordedPidGone = gone is not null, Holders = [holder] });
        _processes.TryAdd(pid, new ProcessEvidence(new ProcessIdentity("boot", pid, pid), parent, name, command ?? name, null) { UserId = user, Network = network == 0 ? OwnNetwork : network });
        return this;
    }

    public Situation Process(int pid, Func<ProcessEvidence, ProcessEvidence> change)
    {
        _processes[pid] = change(_processes.GetValueOrDefault(pid) ?? new ProcessEvidence(new ProcessIdentity("boot", pid, pid), 1, "process", "process", null) { UserId = 1000, Network = OwnNetwork });
        return this;
    }

    /// <param name="published">Such as <c>0.0.0.0:8080:80</c>: host address, host port, port inside.</param>
    public Situation Container(string name, int pid, string[]? published = null, string[]? variables = null, string network = "net", ContainerState state = ContainerState.Running, Func<Container, Container>? change = null)
    {
        var container = new Container
        {
            Id = name + new string('0', 64 - name.Length),
            Name = name,
            Image = name + ":latest",
            State = state,
            Pid = state == ContainerState.Running ? pid : null,
            Networks = [new ContainerNetwork(network, IPAddress.Parse("172.18.0.2"), null, null, [name])],
            HostNames = [name],
            NetworkMode = network,
            Ports = [.. (published ?? []).Select(Port)],
            Environment = new ContainerEnvironment(variables ?? []),
        };
        _containers.Add(change?.Invoke(container) ?? container);
        _processes[pid] = new ProcessEvidence(new ProcessIdentity("boot", pid, pid), 1, name, name, null) { UserId = 0, Network = NetworkOf(pid) };
        return this;
    }

    public static long NetworkOf(int pid) => 5000 + pid;

    /// <param name="found">Each address with what came of the connection, such as <c>127.0.0.1 refused</c>; or <c>notfound</c>, <c>noanswer</c>.</param>
    public Situation Backend(string url, string found, BackendType type = BackendType.Ollama, string name = "b", WireEvidence? wire = null, string? key = null, params HttpEvidence[] answers)
    {
        var uri = new Uri(url);
        var settings = new BackendSettings { Name = name, Type = type, Url = url.TrimEnd('/'), ApiKey = key };
        var outcome = found switch { "notfound" => NameOutcome.NotFound, "noanswer" => NameOutcome.TimedOut, _ => NameOutcome.Found };
        List<ConnectionEvidence> connections = outcome != NameOutcome.Found ? [] : [.. found.Split(", ").Select(f => f.Split(' ')).Select(w => new ConnectionEvidence(IPAddress.Parse(w[0]), uri.Port, Outcome(w[1]), null, TimeSpan.FromSeconds(0.7)))];
        var literal = IPAddress.TryParse(uri.DnsSafeHost, out _);
        var well = answers.Length > 0 && answers[0] is { Status: 200, Outcome: HttpOutcome.Answered } && Encoding.UTF8.GetString(answers[0].Body).Contains("models\":[", StringComparison.Ordinal);
        _backends.Add(new BackendEvidence(settings, uri)
        {
            Name = new NameEvidence(uri.DnsSafeHost, literal, outcome, [.. connections.Select(c => c.Address)], outcome == NameOutcome.Found ? null : "Name or service not known", TimeSpan.FromSeconds(0.7)),
            Connections = connections,
            Answers = answers,
            Models = well ? new ModelsEvidence([], []) : null,
            Identity = ServerKinds.Tell(answers),
            Wire = wire,
        });
        return this;
    }

    /// <summary>A backend that answers as it should.</summary>
    public Situation Well(string url, string found, string name = "b") => Backend(url, found, name: name, answers: Get("/api/tags", 200, """{"models":[]}"""));

    public static HttpEvidence Get(string path, int status, string body = "", string? type = "application/json", string? location = null, string? host = null, HttpOutcome outcome = HttpOutcome.Answered) =>
        new(path, host, IPAddress.Loopback, outcome, TimeSpan.FromSeconds(1)) { Status = status, Body = Encoding.UTF8.GetBytes(body), ContentType = type, Location = location };

    public static HttpEvidence Fails(string path, HttpOutcome outcome) => Get(path, 0, outcome: outcome, type: null);

    private static ConnectionOutcome Outcome(string word) => Enum.Parse<ConnectionOutcome>(word, ignoreCase: true);

    private static PublishedPort Port(string text)
    {
        var words = text.Split(':');
        return new PublishedPort(IPAddress.Parse(words[0]), int.Parse(words[1], System.Globalization.CultureInfo.InvariantCulture), int.Parse(words[2], System.Globalization.CultureInfo.InvariantCulture), "tcp");
    }

    private static string Short(Finding finding) =>
        $"{finding.Code.Code} {finding.Target}{(finding.Severity == finding.Code.Severity ? "" : $" {DoctorReports.Word(finding.Severity)}")}{(finding.Consequences.Count == 0 ? "" : $" ({string.Join(", ", finding.Consequences.Select(Short))})")}";
}
