using System.Runtime.InteropServices;

namespace Ziggie.Cli;

/// <summary>Ctrl-C and SIGTERM: cancel the verb, or only what is running inside it. A second one while the first is still heeded ends the program.</summary>
internal sealed class Interrupts : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Stack<CancellationTokenSource?> _listeners = new();
    private readonly List<PosixSignalRegistration> _signals = [];

    /// <summary>Starts to listen to the system's signals.</summary>
    public void Listen()
    {
        _signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal));
        _signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal));
    }

    /// <summary>Until disposed, an interrupt cancels this and nothing outside it.</summary>
    public Scope Catch(CancellationTokenSource source)
    {
        lock (_lock) _listeners.Push(source);
        return new Scope(this);
    }

    /// <summary>Until disposed, an interrupt does what it does to any program: at a prompt there is nothing to cancel.</summary>
    public Scope LetThrough()
    {
        lock (_lock) _listeners.Push(null);
        return new Scope(this);
    }

    /// <summary>True where somebody heeds it who was not interrupted already.</summary>
    public bool Raise()
    {
        CancellationTokenSource? source;
        lock (_lock)
        {
            if (!_listeners.TryPeek(out source) || source is null || source.IsCancellationRequested) return false;
        }
        source.Cancel();
        return true;
    }

    public void Dispose()
    {
        foreach (var signal in _signals) signal.Dispose();
    }

    private void OnSignal(PosixSignalContext context) => context.Cancel = Raise();

    /// <summary>Ends what <see cref="Catch"/> began.</summary>
    internal readonly struct Scope(Interrupts interrupts) : IDisposable
    {
        public void Dispose()
        {
            lock (interrupts._lock) interrupts._listeners.Pop();
        }
    }
}
