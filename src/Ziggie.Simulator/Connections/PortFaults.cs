namespace Ziggie.Simulator.Connections;

/// <summary>Opens and closes the port as <see cref="FaultKind.Refuse"/> and <see cref="FaultKind.Flap"/> ask for.</summary>
internal sealed class PortFaults(RefusableListener listener, TimeProvider time) : IDisposable
{
    private readonly Lock _gate = new();
    private ITimer? _timer;
    private Fault? _flap;
    private bool _down;

    public void Apply(IReadOnlyList<Fault> faults)
    {
        lock (_gate)
        {
            _timer?.Dispose();
            _timer = null;
            _flap = faults.FirstOrDefault(f => f.Kind == FaultKind.Flap);
            Set(faults.Any(f => f.Kind == FaultKind.Refuse));
            if (_flap is not null) _timer = time.CreateTimer(_ => Turn(), null, _flap.Up, Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose() => Apply([]);

    private void Turn()
    {
        lock (_gate)
        {
            if (_flap is null || _timer is null) return;
            Set(!_down);
            _timer.Change(_down ? _flap.Down : _flap.Up, Timeout.InfiniteTimeSpan);
        }
    }

    private void Set(bool down)
    {
        _down = down;
        listener.Refuse(down);
    }
}
