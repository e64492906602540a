using Ziggie.Machine.Containers;

namespace Ziggie.Machine.Listeners.Published;

/// <summary>Who listens on this machine, containers' published ports included. Without the engine it is as far as sockets tell, and a note says so.</summary>
internal sealed class MachineListeners(IListenerReader reader, IContainerEngine engine, LoopbackRoutes routes, TimeProvider time)
{
    private const string Consequence = "Which ports containers publish is not known: ";

    public async Task<ListenerTable> ReadAsync(CancellationToken cancel)
    {
        var asking = engine.LookAsync(cancel);
        var table = reader.Read();
        try
        {
            var look = await asking.WaitAsync(EngineConnection.Patience, time, cancel);
            // Where no engine is installed nothing can be missing.
            var notes = look.Problem is { Trouble: not EngineTrouble.NotInstalled } problem ? [.. table.Notes, Consequence + problem.Reason] : table.Notes;
            return new ListenerTable(PublishedPorts.Add(table.Listeners, look.Containers, routes.Leads), notes);
        }
        catch (TimeoutException)
        {
            return table with { Notes = [.. table.Notes, $"{Consequence}the container engine did not tell its containers within {EngineConnection.Patience.TotalSeconds:0} s."] };
        }
    }
}
