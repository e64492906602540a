using System.Net;
using Ziggie.Doctor.Checks;
using Ziggie.Doctor.Findings;
using Ziggie.Doctor.Gathering;
using Ziggie.Doctor.Gathering.Backends;
using Ziggie.Doctor.Gathering.Machine;
using Ziggie.Machine.Containers;
using Ziggie.Machine.Listeners;
using Ziggie.Machine.Listeners.Conflicts;
using Ziggie.Machine.Sampling;
using Ziggie.Settings;
using Ziggie.Wire;

namespace Ziggie.Tests.Doctor;

/// <summary>Evidence made by hand, of a machine on which all is well.</summary>
internal static class Given
{
    public const int OwnPid = 999;
    public const long Gib = 1L << 30;
    public static readonly DateTimeOffset Now = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    public static Evidence Machine { get; } = new()
    {
        At = Now,
        OwnPid = OwnPid,
        Subjects = new Subjects(new ZiggieSettings(), new SettingsResult(new ZiggieSettings(), [], [], null), "/srv/ziggie"),
    };

    /// <summary>What one check finds.</summary>
    public static IReadOnlyList<Finding> Asking<T>(this Evidence evidence)
        where T : ICheck, new() => [.. new T().Look(evidence)];

    public static Evidence With(this Evidence evidence, params BackendEvidence[] backends) =>
        evidence with { Backends = backends, Subjects = evidence.Subjects with { Backends = [.. backends.Select(b => b.Settings)] } };

    public static Evidence With(this Evidence evidence, params ProcessEvidence[] processes) => evidence with { Processes = processes.ToDictionary(p => p.Pid) };

    public static Evidence With(this Evidence evidence, params Listener[] listeners) =>
        evidence with { Listeners = new ListenerTable(listeners, []), Ports = PortAnalysis.Of(listeners, PlatformRules.Linux) };

    public static Evidence With(this Evidence evidence, params Container[] containers) =>
        evidence with { Containers = new ContainersLook(Now, containers, new EngineInfo("Docker", "27", "1.46", "/var/run/docker.sock"), null) };

    public static Evidence With(this Evidence evidence, params GpuStats[] cards) => evidence with { Machine = Stats([], cards) };

    public static Evidence With(this Evidence evidence, params DiskStats[] disks) => evidence with { Machine = Stats(disks, []) };

    /// <summary>A backend that answers, at this machine unless the address is another's.</summary>
    public static BackendEvidence Backend(string url = "http://127.0.0.1:11434", BackendType type = BackendType.Ollama, string name = "one", params RunningModel[] running)
    {
        var at = new Uri(url);
        var address = IPAddress.TryParse(at.DnsSafeHost, out var literal) ? literal : at.Host == "localhost" ? IPAddress.Loopback : IPAddress.Parse("203.0.113.7");
        return new BackendEvidence(new BackendSettings { Name = name, Type = type, Url = url }, at)
        {
            Name = new NameEvidence(at.DnsSafeHost, literal is not null, NameOutcome.Found, [address], null, TimeSpan.Zero),
            Connections = [new ConnectionEvidence(address, at.Port, ConnectionOutcome.Accepted, null, TimeSpan.Zero)],
            Answers = [Answer(address)],
            Identity = new ServerIdentity(type == BackendType.Ollama ? ServerKind.Ollama : ServerKind.OpenAi, null, ""),
            Models = new ModelsEvidence([.. running.Select(r => r.Model)], running),
        };
    }

    public static HttpEvidence Answer(IPAddress address, string path = "/api/tags", int status = 200, string? host = null) =>
        new(path, host, address, HttpOutcome.Answered, TimeSpan.Zero) { Status = status, At = Now, Date = Now };

    /// <summary>Nobody listens.</summary>
    public static BackendEvidence Refused(this BackendEvidence backend) => backend with
    {
        Connections = [.. backend.Connections.Select(c => c with { Outcome = ConnectionOutcome.Refused })],
        Answers = [],
        Identity = null,
        Models = null,
    };

    public static RunningModel Running(string name, long size = 4 * Gib, long? vram = 4 * Gib, int? context = 4096) => new(new ModelListing(name, Size: size) { ContextLength = context }, SizeVram: vram);

    public static ProcessEvidence Process(int pid, string commandLine, DateTimeOffset? started = null, IReadOnlyDictionary<string, string>? environment = null)
    {
        var words = commandLine.Split(' ');
        return new ProcessEvidence(new ProcessIdentity("boot", pid, pid), 1, Path.GetFileName(words[0]), commandLine, started ?? Now.AddHours(-1))
        {
            Arguments = words,
            WorkingDirectory = "/srv/app",
            Environment = environment ?? new Dictionary<string, string> { ["PATH"] = "/usr/bin" },
            UserId = 1000,
        };
    }

    public static Listener Listener(int port, ProcessEvidence process, string address = "127.0.0.1") => new()
    {
        Protocol = IpProtocol.Tcp,
        Address = IPAddress.Parse(address),
        Port = port,
        Inode = port,
        Holders = [new Holder(process.Pid, process.ParentPid, process.Name, null, process.CommandLine, process.Started, process.UserId, null, null)],
    };

    public static Container Container(string name, int hostPort, params string[] environment) => new()
    {
        Id = new string('a', 64),
        Name = name,
        Image = $"{name}:latest",
        State = ContainerState.Running,
        Pid = 7000,
        Environment = new ContainerEnvironment(environment),
        Ports = [new PublishedPort(IPAddress.Any, hostPort, hostPort, "tcp")],
    };

    public static GpuStats Card(long used = 20 * Gib, params GpuProcess[] processes) =>
        new("nvidia", 0, "GPU-1", "NVIDIA H100", 0, new ByteSize(80 * Gib), new ByteSize(used), 40, 70, 700, processes);

    public static DiskStats Disk(string mount, long total, long free, string type = "ext4", string device = "/dev/sda1", bool isReadOnly = false) =>
        new(mount, device, type, isReadOnly, new ByteSize(total), new ByteSize(total - free), new ByteSize(free), 0, 1000, 10, 1, null);

    private static MachineStats Stats(DiskStats[] disks, GpuStats[] cards) =>
        new(Now, 1, "host", "boot", null, null, null, null, null, null, null, disks, [], [], cards, [], [], []);
}
