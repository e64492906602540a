namespace Ziggie.Machine.Listeners;

/// <summary>The ports that somebody asks for.</summary>
internal static class PortRange
{
    public const int Highest = 65_535;

    /// <summary>What is wrong with a range, and which end of it; null where it is good.</summary>
    public static (string Field, string Message)? Problem(int? from, int? to) =>
        from is < 0 or > Highest ? ("from", $"'from' has to be a port, 0 to {Highest}; not {from}.")
        : to is < 0 or > Highest ? ("to", $"'to' has to be a port, 0 to {Highest}; not {to}.")
        : from > to ? ("from", $"'from' ({from}) is above 'to' ({to}).")
        : null;
}
