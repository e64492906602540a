using Ziggie.Machine.Files;

namespace Ziggie.Machine.Sampling;

/// <summary>Load, uptime and the id of this start of the machine.</summary>
internal sealed class LoadReader(MachineRoots roots)
{
    private readonly SmallFile _file = new();

    public LoadStats? Read() =>
        _file.TryRead(roots.ProcFile("loadavg"), out var text) && new TextFields(text) is var fields
        && fields.TryFraction(out var one) && fields.TryFraction(out var five) && fields.TryFraction(out var fifteen)
            ? new LoadStats(one, five, fifteen)
            : null;

    /// <summary>Seconds since the machine started.</summary>
    public double? Uptime() =>
        _file.TryRead(roots.ProcFile("uptime"), out var text) && new TextFields(text) is var fields && fields.TryFraction(out var seconds) ? seconds : null;

    /// <summary>Another after every start of the machine.</summary>
    public string? BootId() => _file.ReadText(roots.ProcFile("sys/kernel/random/boot_id"));
}
