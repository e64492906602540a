using Ziggie.Machine.Listeners;
using Ziggie.Machine.Listeners.Conflicts;
using Ziggie.Machine.Listeners.Published;

namespace Ziggie.Doctor.Gathering.Machine;

/// <summary>Who listens, published ports of containers included, and which listeners are in each other's way.</summary>
internal sealed class ListenersSource(IListenerReader reader, LoopbackRoutes routes) : IEvidenceSource
{
    public string Name => "listeners";

    public Stage Stage => Stage.Machine;

    public Task<Func<Evidence, Evidence>> LookAsync(Evidence soFar, CancellationToken cancel)
    {
        var (table, rules) = (reader.Read(), PlatformRules.Current());
        return Task.FromResult<Func<Evidence, Evidence>>(sum =>
        {
            var listeners = PublishedPorts.Add(table.Listeners, sum.Containers?.Containers ?? [], routes.Leads);
            return sum with { Listeners = new ListenerTable(listeners, table.Notes), Rules = rules, Ports = PortAnalysis.Of(listeners, rules), Notes = [.. sum.Notes, .. table.Notes] };
        });
    }
}
