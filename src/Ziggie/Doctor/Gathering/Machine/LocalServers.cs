using Ziggie.Doctor.Gathering.Backends;
using Ziggie.Machine.Listeners;

namespace Ziggie.Doctor.Gathering.Machine;

/// <summary>Programs of this machine that serve what is examined.</summary>
internal static class LocalServers
{
    /// <summary>The kernel keeps 15 bytes of a name.</summary>
    private const int KernelNameLength = 15;

    /// <summary>Model servers that are looked at wherever they listen.</summary>
    private static readonly string[] s_known = ["ollama", "llama-server", "vllm", "lms", "koboldcpp", "text-generation-launcher"];

    public static bool IsKnown(string name) => s_known.Any(k => k == name || name.Length == KernelNameLength && k.StartsWith(name, StringComparison.Ordinal));

    public static bool IsOllama(ProcessEvidence process) =>
        process.Name == "ollama" && process.Arguments.Contains("serve") || process.Executable is { } path && Path.GetFileName(path) == "ollama" && process.Arguments.Contains("serve");

    /// <summary>Processes that listen at a port of a backend or take part in a conflict, and known model servers; not Ziggie, nor what stands before containers or runs in them.</summary>
    public static IEnumerable<ProcessEvidence> Of(Evidence evidence)
    {
        var pids = evidence.Listeners.Listeners.SelectMany(l => l.Holders).Where(h => !h.IsPublisher && h.Pid != evidence.OwnPid).Select(h => h.Pid).Distinct();
        return pids.Select(evidence.Process).OfType<ProcessEvidence>().Where(p => p.SharesFiles);
    }

    /// <summary>Backends that this process answers for.</summary>
    public static IEnumerable<BackendEvidence> Served(Evidence evidence, ProcessEvidence process) =>
        evidence.Backends.Where(b => evidence.IsLocal(b) && Ports(evidence, process).Contains(b.Port));

    public static IReadOnlyList<Listener> Listeners(Evidence evidence, ProcessEvidence process) =>
        [.. evidence.Listeners.Listeners.Where(l => l.Protocol == IpProtocol.Tcp && l.Namespace == 0 && l.Holders.Any(h => h.Pid == process.Pid))];

    private static IEnumerable<int> Ports(Evidence evidence, ProcessEvidence process) => Listeners(evidence, process).Select(l => l.Port);
}
