namespace Ziggie.Cli.Output;

/// <summary>A line on a terminal that grows while something long is done; elsewhere nothing.</summary>
internal sealed class ProgressLine(CliHost host, string what, long? total)
{
    private const int BarWidth = 30;
    private long _last;

    public void Show(long done)
    {
        var now = host.Time.GetTimestamp();
        if (!host.ErrorIsTerminal || (_last != 0 && host.Time.GetElapsedTime(_last, now).TotalMilliseconds < 100)) return;
        _last = now;
        var bar = total is > 0 ? $" [{new string('#', (int)(BarWidth * done / total.Value)).PadRight(BarWidth, '.')}]" : "";
        host.Error.Write($"\r{what}{bar} {Words.Bytes(done)} ");
    }

    public void End()
    {
        if (host.ErrorIsTerminal && _last != 0) host.Error.Write($"\r{new string(' ', Math.Min(host.Width - 1, 79))}\r");
    }
}
