using Ziggie.Doctor.Codes;
using Ziggie.Doctor.Findings;
using Ziggie.Doctor.Gathering;
using Ziggie.Doctor.Gathering.Backends;
using Ziggie.Wire;

namespace Ziggie.Doctor.Checks.Accelerators;

/// <summary>G401: models that are not on the card at all.</summary>
internal sealed class OnProcessor : ICheck
{
    public string Name => "models on the processor";

    public IEnumerable<Finding> Look(Evidence evidence) =>
        Cards.Backends(evidence).Select(b => Told(evidence, b) ?? Seen(evidence, b)).Append(Own(evidence)).OfType<Finding>();

    /// <summary>The server says so itself.</summary>
    private static Finding? Told(Evidence evidence, BackendEvidence backend)
    {
        List<RunningModel> models = [.. Cards.Running(backend).Where(r => r.OnCard == 0).Select(r => r.Model)];
        if (models.Count == 0) return null;
        var names = Amounts.Names([.. models.Select(m => m.Model.Name)]);
        return new Finding(
            AcceleratorCodes.OnProcessor, backend.Target, $"{names} of {backend.Settings.Name} {(models.Count == 1 ? "computes" : "compute")} on the processor alone, though the machine has {Cards.Describe(Cards.Of(evidence))}.", Fix(evidence, backend))
        { Evidence = [.. models.Take(8).Select(m => $"curl -s {backend.Url!.ToString().TrimEnd('/')}/api/ps → {m.Model.Name}: size {Amounts.Bytes(m.Model.Size ?? 0)}, size_vram 0"), Card(evidence)] };
    }

    /// <summary>The server does not say, but none of its processes is among those of the card.</summary>
    private static Finding? Seen(Evidence evidence, BackendEvidence backend)
    {
        // Ollama has nothing on the card while no model is loaded.
        if (!backend.IsWell || backend.Settings.Type == Settings.BackendType.Ollama || !Cards.ServesModels(evidence, backend)) return null;
        var pids = Cards.Pids(evidence, backend);
        if (Cards.IsOnCard(evidence, pids) != false) return null;
        return new Finding(
            AcceleratorCodes.OnProcessor, backend.Target, $"{backend.Settings.Name} serves models, and none of its processes is on the graphics card: it computes on the processor alone, though the machine has {Cards.Describe(Cards.Of(evidence))}.", Fix(evidence, backend))
        { Evidence = [$"nvidia-smi --query-compute-apps=pid --format=csv → none that comes from process {Amounts.Names([.. pids.Select(p => $"{p}")])}", Card(evidence)] };
    }

    /// <summary>Ziggie's own engine, with a model loaded.</summary>
    private static Finding? Own(Evidence evidence)
    {
        if (Cards.Of(evidence).Count == 0 || evidence.Engine is not { } engine) return null;
        List<string> models = [.. engine.Models.Where(m => m is { State: "loaded", GpuShare: 0 }).Select(m => m.Name)];
        if (models.Count == 0) return null;
        var kind = Cards.Of(evidence).Any(c => c.Vendor == "nvidia") ? "cuda" : "vulkan";
        var hasCard = engine.Devices.Any(d => d.Kind is "gpu" or "integrated");
        var (why, fix) = engine.GpuLayers == 0
            ? ("the settings say gpuLayers: 0", "Take `gpuLayers: 0` out of the settings of the engine.")
            : hasCard
                ? ("no layers of it were put on the card", "Set `gpuLayers` in the settings of the engine, or leave it out, and load the model again.")
                : ($"its libraries are built for the processor ({engine.Variant})", $"`ziggie engine install --gpu {kind}`, then start Ziggie again.");
        return new Finding(
            AcceleratorCodes.OnProcessor, "backend:engine", $"{Amounts.Names(models)} of Ziggie's own engine {(models.Count == 1 ? "computes" : "compute")} on the processor alone, though the machine has {Cards.Describe(Cards.Of(evidence))}: {why}.", fix)
        { Evidence = [$"ziggie engine → {engine.Variant}, computes on {Amounts.Names([.. engine.Devices.Select(d => d.Name)])}", Card(evidence)] };
    }

    private static string Fix(Evidence evidence, BackendEvidence backend)
    {
        if (evidence.ContainerOf(backend) is { Gpus.Any: false } container) return $"Give the container {container.Name} the card, then load the model again.";
        return backend.Identity?.Kind == ServerKind.LlamaServer
            ? "Use a build of llama-server for the card, and start it with `-ngl 99`."
            : $"See why in the server's log ({(backend.Settings.Type == Settings.BackendType.Ollama ? "`journalctl -u ollama | grep -i -E 'gpu|cuda|vram'`" : "at its start")}), make sure that the driver was there when it started, restart it, and load the model again.";
    }

    private static string Card(Evidence evidence) => Cards.Line(Cards.Of(evidence));
}
