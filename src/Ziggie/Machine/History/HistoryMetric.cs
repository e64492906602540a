namespace Ziggie.Machine.History;

/// <summary>Something that is measured again and again.</summary>
/// <param name="Name">Stable, as <c>network.eth0.received</c>.</param>
/// <param name="Title">For people.</param>
/// <param name="Unit">One of <see cref="HistoryUnits"/>.</param>
internal sealed record HistoryMetric(string Name, string Title, string Unit);

/// <summary>What numbers count.</summary>
internal static class HistoryUnits
{
    public const string Percent = "percent";
    public const string Bytes = "bytes";
    public const string BytesPerSecond = "bytesPerSecond";
    public const string Celsius = "celsius";
    public const string Watts = "watts";

    /// <summary>Processes that run or wait.</summary>
    public const string Processes = "processes";
}
