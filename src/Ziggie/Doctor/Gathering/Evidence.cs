using Ziggie.Machine.Containers;
using Ziggie.Machine.Listeners;
using Ziggie.Machine.Listeners.Conflicts;
using Ziggie.Machine.Sampling;
using Ziggie.Settings;
using Ziggie.Doctor.Gathering.Backends;
using Ziggie.Doctor.Gathering.Machine;

namespace Ziggie.Doctor.Gathering;

/// <summary>Everything that the checks look at, gathered once. A part that could not be had is empty, and <see cref="Notes"/> says why.</summary>
internal sealed record Evidence
{
    public required DateTimeOffset At { get; init; }

    /// <summary>What is examined.</summary>
    public required Subjects Subjects { get; init; }

    public ListenerTable Listeners { get; init; } = new([], []);
    public PlatformRules Rules { get; init; } = PlatformRules.Linux;
    public IReadOnlyList<PortReport> Ports { get; init; } = [];
    public ContainersLook? Containers { get; init; }
    public MachineStats? Machine { get; init; }
    public IReadOnlyList<BackendEvidence> Backends { get; init; } = [];

    /// <summary>By pid: those that hold a port that a backend points to, those that take part in a conflict, and Ziggie itself.</summary>
    public IReadOnlyDictionary<int, ProcessEvidence> Processes { get; init; } = new Dictionary<int, ProcessEvidence>();

    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Parts that failed to be gathered: their name and the failure.</summary>
    public IReadOnlyList<(string Source, string Failure)> Failures { get; init; } = [];

    public static string TargetOf(BackendSettings backend) => $"backend:{backend.Name}";

    public static string TargetOf(PortReport port) => $"port:{(port.Protocol == IpProtocol.Tcp ? "tcp" : "udp")}/{port.Port}";

    /// <summary>Listeners of Ziggie's own network that a connection to this address and port could reach, the one that gets it first.</summary>
    public PortReport? TcpPort(int port) => Ports.FirstOrDefault(p => p.Protocol == IpProtocol.Tcp && p.Namespace == 0 && p.Port == port);

    public ProcessEvidence? Process(int pid) => Processes.GetValueOrDefault(pid);
}
