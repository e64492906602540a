using Ziggie.Doctor.Gathering;
using Ziggie.Doctor.Gathering.Backends;
using Ziggie.Machine.Listeners;
using Ziggie.Machine.Sampling;
using Ziggie.Wire;

namespace Ziggie.Doctor.Checks.Accelerators;

/// <summary>What checks of graphics cards have in common.</summary>
internal static class Cards
{
    /// <summary>Words in names of images that serve models.</summary>
    private static readonly string[] s_images = ["ollama", "llama", "vllm", "text-generation", "sglang", "localai", "tabby", "exllama", "aphrodite", "triton"];

    /// <summary>Smaller ones hold no model. AMD's processors bring a card along that has some of the machine's memory.</summary>
    private const long Least = 2L << 30;
    private const long LeastOfAmd = 6L << 30;

    public static IReadOnlyList<GpuStats> Of(Evidence evidence) =>
        [.. (evidence.Machine?.Gpus ?? []).Where(c => c.MemoryTotal is not { } total || total.Bytes >= (c.Vendor == "amd" ? LeastOfAmd : Least))];

    /// <summary>A line of evidence.</summary>
    public static string Line(IReadOnlyList<GpuStats> cards) => $"{(cards.Any(c => c.Vendor == "nvidia") ? "nvidia-smi" : "rocm-smi")} → {Describe(cards)}";

    /// <summary>Backends of this machine that compute by themselves.</summary>
    public static IEnumerable<BackendEvidence> Backends(Evidence evidence) =>
        Of(evidence).Count == 0 ? [] : evidence.Backends.Where(b => b.Url is not null && evidence.IsLocal(b));

    public static bool ServesModels(Evidence evidence, BackendEvidence backend) =>
        backend.Identity?.Kind is ServerKind.Ollama or ServerKind.LlamaServer or ServerKind.Vllm
        || evidence.ContainerOf(backend) is { } container && s_images.Any(i => container.Image.Contains(i, StringComparison.OrdinalIgnoreCase));

    /// <summary>The processes that a backend answers by: who listens, and who runs in its container.</summary>
    public static IReadOnlyList<int> Pids(Evidence evidence, BackendEvidence backend)
    {
        if (evidence.ContainerOf(backend) is { Pid: { } first }) return [first];
        return [.. evidence.Listeners.Listeners.Where(l => l.Protocol == IpProtocol.Tcp && l.Namespace == 0 && l.Port == backend.Port).SelectMany(l => l.Holders).Where(h => !h.IsPublisher).Select(h => h.Pid).Distinct()];
    }

    /// <summary>Null where a card's maker does not tell its processes.</summary>
    public static bool? IsOnCard(Evidence evidence, IReadOnlyList<int> pids)
    {
        var cards = Of(evidence);
        if (pids.Count == 0 || cards.Any(c => c.Processes is null)) return null;
        return cards.SelectMany(c => c.Processes!).Any(p => pids.Any(pid => evidence.DescendsFrom(p.Pid, pid)));
    }

    /// <summary>Models in memory, with how much of each is on a card.</summary>
    public static IEnumerable<(RunningModel Model, long Size, long OnCard)> Running(BackendEvidence backend) =>
        (backend.Models?.Running ?? []).Where(r => r is { Model.Size: > 0, SizeVram: not null }).Select(r => (r, r.Model.Size!.Value, r.SizeVram!.Value));

    public static string Describe(IReadOnlyList<GpuStats> cards) =>
        string.Join(", ", cards.Select(c => $"{c.Name}{(c is { MemoryUsed: { } used, MemoryTotal: { } total } ? $" ({Amounts.Bytes(used.Bytes)} of {Amounts.Bytes(total.Bytes)} in use{(c.UsedPercent is { } percent ? $", {percent:0} % busy" : "")})" : "")}"));
}
