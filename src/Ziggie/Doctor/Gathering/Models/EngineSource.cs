using Ziggie.Models.Engine;

namespace Ziggie.Doctor.Gathering.Models;

/// <summary>Ziggie's own engine, where a control center runs it.</summary>
internal sealed class EngineSource(EngineService? engine = null) : IEvidenceSource
{
    public string Name => "engine";

    public Stage Stage => Stage.Machine;

    public Task<Func<Evidence, Evidence>> LookAsync(Evidence soFar, CancellationToken cancel)
    {
        if (engine?.View() is not { Status: "running" } view) return Task.FromResult<Func<Evidence, Evidence>>(sum => sum);
        var evidence = new EngineEvidence(view.Devices, view.Models, view.Version, soFar.Subjects.Settings.Engine.GpuLayers);
        return Task.FromResult<Func<Evidence, Evidence>>(sum => sum with { Engine = evidence });
    }
}
