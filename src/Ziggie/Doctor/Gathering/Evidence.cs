using System.Net;
using Ziggie.Doctor.Gathering.Backends;
using Ziggie.Doctor.Gathering.Disks;
using Ziggie.Doctor.Gathering.Machine;
using Ziggie.Doctor.Gathering.Models;
using Ziggie.Machine.Containers;
using Ziggie.Machine.Listeners;
using Ziggie.Machine.Listeners.Conflicts;
using Ziggie.Machine.Sampling;
using Ziggie.Settings;

namespace Ziggie.Doctor.Gathering;

/// <summary>Everything that the checks look at, gathered once. A part that could not be had is empty, and <see cref="Notes"/> says why.</summary>
internal sealed record Evidence
{
    private const int MostAncestors = 16;

    public required DateTimeOffset At { get; init; }

    /// <summary>What is examined.</summary>
    public required Subjects Subjects { get; init; }

    public ListenerTable Listeners { get; init; } = new([], []);
    public PlatformRules Rules { get; init; } = PlatformRules.Linux;
    public IReadOnlyList<PortReport> Ports { get; init; } = [];
    public ContainersLook? Containers { get; init; }
    public Surroundings Surroundings { get; init; } = Surroundings.Unknown;
    public MachineStats? Machine { get; init; }
    public IReadOnlyList<BackendEvidence> Backends { get; init; } = [];

    /// <summary>By pid: those that hold a port that a backend points to, those that take part in a conflict, and Ziggie itself.</summary>
    public IReadOnlyDictionary<int, ProcessEvidence> Processes { get; init; } = new Dictionary<int, ProcessEvidence>();

    /// <summary>Folders that what is examined lies in, with the space that is left.</summary>
    public IReadOnlyList<PlaceEvidence> Places { get; init; } = [];

    /// <summary>Files that say which process runs, of Ziggie and of known servers.</summary>
    public IReadOnlyList<PidFile> PidFiles { get; init; } = [];
    public SystemEvidence System { get; init; } = new();
    public OwnFilesEvidence OwnFiles { get; init; } = OwnFilesEvidence.None;
    public ModelFilesEvidence ModelFiles { get; init; } = ModelFilesEvidence.None;

    /// <summary>Ziggie's own engine; null where none runs.</summary>
    public EngineEvidence? Engine { get; init; }

    /// <summary>Requests of late that filled a model's context.</summary>
    public IReadOnlyList<FullContext> FullContexts { get; init; } = [];

    public int OwnPid { get; init; } = Environment.ProcessId;

    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Parts that failed to be gathered: their name and the failure.</summary>
    public IReadOnlyList<(string Source, string Failure)> Failures { get; init; } = [];

    public static string TargetOf(BackendSettings backend) => $"backend:{backend.Name}";

    public static string TargetOf(PortReport port) => $"port:{(port.Protocol == IpProtocol.Tcp ? "tcp" : "udp")}/{port.Port}";

    /// <summary>Listeners of Ziggie's own network that a connection to this address and port could reach, the one that gets it first.</summary>
    public PortReport? TcpPort(int port) => Ports.FirstOrDefault(p => p.Protocol == IpProtocol.Tcp && p.Namespace == 0 && p.Port == port);

    public ProcessEvidence? Process(int pid) => Processes.GetValueOrDefault(pid);

    /// <summary>Whether connections to this address stay on this machine.</summary>
    public bool IsHere(IPAddress address) => IPAddress.IsLoopback(address) || Surroundings.Addresses.Contains(address);

    /// <summary>Whether a process is another one or came from it.</summary>
    public bool DescendsFrom(int pid, int ancestor)
    {
        for (var depth = 0; depth < MostAncestors && pid > 0; depth++)
        {
            if (pid == ancestor) return true;
            pid = Process(pid)?.ParentPid ?? 0;
        }
        return false;
    }

    /// <summary>Whether a backend's address is one of this machine, its containers among them.</summary>
    public bool IsLocal(BackendEvidence backend) =>
        (backend.Name?.Addresses ?? []).Any(a => IsHere(a) || a.Equals(IPAddress.Any) || a.Equals(IPAddress.IPv6Any) || ContainerAt(a) is not null);

    /// <summary>The container that a backend's address leads into; null where it leads elsewhere or that is not known.</summary>
    public Container? ContainerOf(BackendEvidence backend)
    {
        if (!IsLocal(backend)) return null;
        if (backend.Name!.Addresses.Select(ContainerAt).FirstOrDefault(c => c is not null) is { } direct) return direct;
        var running = (Containers?.Containers ?? []).Where(c => c.IsRunning).ToList();
        var answering = TcpPort(backend.Port)?.Answers.Where(a => a.To is "localhost" or "127.0.0.1").SelectMany(a => a.By).SelectMany(l => l.Holders).ToList() ?? [];
        if (answering.Find(h => h.Container is not null) is { } inside) return running.Find(c => c.Id == inside.Container);
        return answering.TrueForAll(h => h.IsPublisher) ? running.Find(c => c.Ports.Any(p => p.HostPort == backend.Port && p.Protocol == "tcp")) : null;
    }

    private Container? ContainerAt(IPAddress address) =>
        Containers?.Containers.FirstOrDefault(c => c.IsRunning && c.Networks.Any(n => address.Equals(n.Address) || address.Equals(n.AddressV6)));
}
