using Ziggie.Simulator.Replies;

namespace Ziggie.Simulator.Faults;

/// <summary>Which fault, if any, a request meets. Counts requests from the moment its faults were set; safe for many requests at once.</summary>
internal sealed class FaultPicker(IReadOnlyList<Fault> faults, long seed)
{
    private long _requests;
    private long _elsewhere;

    public IReadOnlyList<Fault> Faults => faults;

    /// <param name="model">Whether a model would answer; else only faults that are everywhere count.</param>
    public Fault? Next(bool model)
    {
        // Probes come at their own times: they must not shift which model request is the third.
        var number = Interlocked.Increment(ref model ? ref _requests : ref _elsewhere);
        for (var i = 0; i < faults.Count; i++)
            if ((model || faults[i].Everywhere) && Applies(faults[i], number, i)) return faults[i];
        return null;
    }

    private bool Applies(Fault fault, long number, int index) =>
        fault.Kind is not FaultKind.Refuse and not FaultKind.Flap
        && number % fault.Every == 0
        && number / fault.Every <= (fault.Times ?? long.MaxValue)
        && (fault.Probability >= 1 || new Rng((ulong)(seed ^ number * 7919 ^ index * 104729L)).Fraction() < fault.Probability);
}
