using Ziggie.Simulator.Faults;
using Ziggie.Simulator.Observing;

namespace Ziggie.Simulator.Http;

/// <summary>What all requests to one simulator share.</summary>
internal sealed class SimulatorState : IDisposable
{
    private volatile FaultPicker _faults;

    public SimulatorState(SimulatorOptions options)
    {
        Options = options;
        Model = new SimulatedModel(options);
        Shelf = new ModelShelf(options);
        Log = new RequestLog(options.Time);
        Slots = new Slots(options.Slots, Log);
        _faults = new FaultPicker(options.Faults, options.Seed);
    }

    public SimulatorOptions Options { get; }
    public SimulatedModel Model { get; }
    public ModelShelf Shelf { get; }
    public RequestLog Log { get; }
    public Slots Slots { get; }

    public FaultPicker Faults
    {
        get => _faults;
        set => _faults = value;
    }

    public void Dispose() => Slots.Dispose();
}
