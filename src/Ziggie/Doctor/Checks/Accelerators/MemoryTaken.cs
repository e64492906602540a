using Ziggie.Doctor.Codes;
using Ziggie.Doctor.Findings;
using Ziggie.Doctor.Gathering;
using Ziggie.Doctor.Gathering.Backends;
using Ziggie.Machine.Sampling;

namespace Ziggie.Doctor.Checks.Accelerators;

/// <summary>G406: a model did not fit because others hold the card's memory.</summary>
internal sealed class MemoryTaken : ICheck
{
    /// <summary>A desktop or a driver's own needs keep no model away.</summary>
    private const long Little = 512L << 20;

    public string Name => "memory of the cards";

    public IEnumerable<Finding> Look(Evidence evidence) => Cards.Backends(evidence).Select(b => Of(evidence, b)).OfType<Finding>();

    private static Finding? Of(Evidence evidence, BackendEvidence backend)
    {
        var missing = Cards.Running(backend).Sum(r => r.Size - r.OnCard);
        var own = Cards.Pids(evidence, backend);
        if (missing <= 0 || own.Count == 0) return null;
        var cards = Cards.Of(evidence).Where(c => c is { MemoryTotal: not null, MemoryUsed: not null, Processes: not null }).ToList();
        // Where there is room, it is something else that keeps it off.
        if (cards.Count == 0 || cards.Sum(c => c.MemoryTotal!.Value.Bytes - c.MemoryUsed!.Value.Bytes) >= missing) return null;
        var others = cards.SelectMany(c => c.Processes!).Where(p => !own.Any(pid => evidence.DescendsFrom(p.Pid, pid))).OrderByDescending(p => p.Memory?.Bytes ?? 0).ToList();
        var held = others.Sum(p => p.Memory?.Bytes ?? 0);
        if (held < Little) return null;
        return new Finding(
            AcceleratorCodes.MemoryTaken, backend.Target,
            $"{Amounts.Bytes(missing)} of the models of {backend.Settings.Name} did not fit on the graphics card: other programs hold {Amounts.Bytes(held)} of it: {Amounts.Names([.. others.Select(p => Say(evidence, p))], 5)}.",
            $"End what need not be there, the largest first ({Say(evidence, others[0])}), then unload and load the model again.")
        { Evidence = [.. others.Take(8).Select(p => $"nvidia-smi --query-compute-apps=pid,used_memory --format=csv → {p.Pid}, {(p.Memory is { } memory ? Amounts.Bytes(memory.Bytes) : "unknown")}"), Cards.Line(cards)] };
    }

    private static string Say(Evidence evidence, GpuProcess process) =>
        $"{(evidence.Process(process.Pid) is { } known ? Amounts.OneLine(known.Name, 40) : "a process")} ({process.Pid}) {(process.Memory is { } memory ? Amounts.Bytes(memory.Bytes) : "an unknown amount")}";
}
