using Ziggie.Machine.Listeners;
using Ziggie.Machine.Listeners.Conflicts;

namespace Ziggie.Doctor.Gathering.Machine;

/// <summary>Who listens, and which listeners are in each other's way.</summary>
internal sealed class ListenersSource(IListenerReader reader) : IEvidenceSource
{
    public string Name => "listeners";

    public Stage Stage => Stage.Machine;

    public Task<Func<Evidence, Evidence>> LookAsync(Evidence soFar, CancellationToken cancel)
    {
        var (table, rules) = (reader.Read(), PlatformRules.Current());
        var ports = PortAnalysis.Of(table.Listeners, rules);
        return Task.FromResult<Func<Evidence, Evidence>>(sum => sum with { Listeners = table, Rules = rules, Ports = ports, Notes = [.. sum.Notes, .. table.Notes] });
    }
}
