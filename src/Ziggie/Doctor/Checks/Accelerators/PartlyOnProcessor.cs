using Ziggie.Doctor.Codes;
using Ziggie.Doctor.Findings;
using Ziggie.Doctor.Gathering;

namespace Ziggie.Doctor.Checks.Accelerators;

/// <summary>G402: models of which a part is on the processor.</summary>
internal sealed class PartlyOnProcessor : ICheck
{
    /// <summary>What servers keep beside the card in any case is no part of the model.</summary>
    private const double Whole = 0.97;

    public string Name => "models partly on the processor";

    public IEnumerable<Finding> Look(Evidence evidence) =>
        from backend in Cards.Backends(evidence)
        let partly = Cards.Running(backend).Where(r => r.OnCard > 0 && r.OnCard < r.Size * Whole).ToList()
        where partly.Count > 0
        select new Finding(
            AcceleratorCodes.PartlyOnProcessor, backend.Target,
            string.Join(" ", partly.Select(r => $"Of {r.Model.Model.Name} {Amounts.Percent(r.OnCard, r.Size)} are on the graphics card, the rest ({Amounts.Bytes(r.Size - r.OnCard)}) computes on the processor.")),
            "Make it fit: a smaller quantisation, a shorter context, fewer parallel requests, or a card that nothing else is on. Then load it again.")
        { Evidence = [.. partly.Select(r => $"curl -s {backend.Url!.ToString().TrimEnd('/')}/api/ps → {r.Model.Model.Name}: size {Amounts.Bytes(r.Size)}, size_vram {Amounts.Bytes(r.OnCard)}"), Cards.Line(Cards.Of(evidence))] };
}
